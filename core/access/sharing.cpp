#include "core/access/sharing.h"

#include "core/base/logging.h"

#include <charconv>
#include <set>

namespace gw::access {

namespace {

constexpr std::int64_t kKeepSeenEveryS = 60;
constexpr int kFirstMs = 15'000;
constexpr std::int64_t kWarnEveryUs = 60'000'000;

std::int64_t numberOf(const std::string &text)
{
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

template <typename Entity>
void putRead(Edit &edit, const json::Object &object)
{
    auto read = Entity::read(object);
    if (read.ok())
        edit.put(std::move(read).value());
    else
        qCWarning(gwAuth, "a row of the shared database is broken: %s", read.error().message.c_str());
}

void putDocument(Edit &edit, Kind kind, const std::string &document)
{
    const auto parsed = json::parse(document);
    const json::Object *object = parsed.ok() ? parsed.value().if_object() : nullptr;
    if (!object) {
        qCWarning(gwAuth, "a row of the shared database is no JSON object");
        return;
    }
    switch (kind) {
    case Kind::Key:
        return putRead<Key>(edit, *object);
    case Kind::User:
        return putRead<User>(edit, *object);
    case Kind::Team:
        return putRead<Team>(edit, *object);
    case Kind::Membership:
        return putRead<Membership>(edit, *object);
    case Kind::Customer:
        return putRead<Customer>(edit, *object);
    case Kind::Budget:
        return putRead<Budget>(edit, *object);
    case Kind::Tag:
        return putRead<Tag>(edit, *object);
    case Kind::AccessGroup:
        return putRead<AccessGroup>(edit, *object);
    case Kind::GraceKey:
        return putRead<GraceKey>(edit, *object);
    case Kind::Model:
        return putRead<StoredModel>(edit, *object);
    case Kind::Credential:
        return putRead<StoredCredential>(edit, *object);
    }
}

using Ids = std::set<std::pair<Kind, std::string>>;

Ids idsOf(const SharedStore::News &news)
{
    Ids ids;
    for (const SharedStore::News::Item &item : news.items) {
        // What was removed there is known there too, and does not come back.
        ids.emplace(item.kind, item.id);
    }
    return ids;
}

// Calls each(kind, entity) for everything in the directory.
template <typename Each>
void forEverything(const Directory &directory, Each each)
{
    const auto go = [&each](Kind kind, const auto &shelf) {
        for (const auto &one : shelf.select())
            each(kind, *one);
    };
    go(Kind::Key, directory.keys());
    go(Kind::User, directory.users());
    go(Kind::Team, directory.teams());
    go(Kind::Membership, directory.memberships());
    go(Kind::Customer, directory.customers());
    go(Kind::Budget, directory.budgets());
    go(Kind::Tag, directory.tags());
    go(Kind::AccessGroup, directory.accessGroups());
    go(Kind::GraceKey, directory.graceKeys());
    go(Kind::Model, directory.models());
    go(Kind::Credential, directory.credentials());
}

}   // namespace

Sharing::Sharing(Directory &directory, SharedStore::Options options, std::function<void()> told)
    : m_directory(directory)
    , m_store(std::move(options), std::move(told))
{
    const auto seq = m_directory.m_store->state("seq");
    m_seq = seq.ok() ? numberOf(seq.value()) : 0;
    const auto seen = m_directory.m_store->state("seen");
    const std::int64_t seenS = seen.ok() ? numberOf(seen.value()) : 0;
    // A gateway that was alone until now begins to count today.
    m_directory.m_seenS = seenS != 0 ? seenS : m_directory.clock().unixUs() / 1'000'000;
}

void Sharing::start()
{
    m_store.waitForFirst(kFirstMs);
    tick();
    if (!m_store.up())
        qCWarning(gwAuth, "the shared database is away; keys that are known here go on with local counters");
}

void Sharing::tick()
{
    Result<void> done;
    if (!m_store.up())
        done = Error{.code = ErrorCode::DatabaseAway, .message = m_store.problem()};
    else if (m_attached != m_store.connection())
        done = attach();
    else
        done = refresh();
    setConnected(done.ok());
    if (done.ok()) {
        noteSeen(false);
        done = exchangeSpent();
    }
    // The link says itself when it is away.
    if (!done.ok() && m_store.up() && warns())
        qCWarning(gwAuth, "the shared database: %s", done.error().message.c_str());
}

// Once a minute.
bool Sharing::warns()
{
    const std::int64_t nowUs = m_directory.clock().steadyUs();
    if (m_warnedUs >= 0 && nowUs - m_warnedUs < kWarnEveryUs)
        return false;
    m_warnedUs = nowUs;
    return true;
}

void Sharing::setConnected(bool connected)
{
    if (m_directory.m_connected.exchange(connected) == connected)
        return;
    noteSeen(true);
    if (connected)
        m_directory.resumeWaiting();
}

// How long it may be away counts from here, also for a gateway that starts meanwhile.
void Sharing::noteSeen(bool now)
{
    const std::int64_t nowS = m_directory.clock().unixUs() / 1'000'000;
    if (m_directory.m_connected)
        m_directory.m_seenS = nowS;
    if (!now && nowS - m_seenKeptS < kKeepSeenEveryS)
        return;
    m_seenKeptS = nowS;
    Store::Batch batch;
    batch.state.emplace_back("seen", std::to_string(m_directory.m_seenS.load()));
    if (const auto kept = m_directory.m_store->write(batch); !kept.ok())
        qCWarning(gwAuth, "%s", kept.error().message.c_str());
}

Result<void> Sharing::begin()
{
    if (!m_directory.m_connected)
        return Error{.code = ErrorCode::DatabaseAway,
                     .message = "database unavailable: " + m_store.problem()};
    // A budget that is given anew begins at what all have spent until now.
    GW_CHECK(exchangeSpent());
    GW_TRY(const SharedStore::News news, m_store.begin(m_seq));
    if (const auto applied = apply(news); !applied.ok()) {
        m_store.abandon();
        return applied;
    }
    return {};
}

Result<void> Sharing::refresh()
{
    GW_TRY(const SharedStore::News news, m_store.newsSince(m_seq));
    return apply(news);
}

Result<void> Sharing::apply(const SharedStore::News &news)
{
    if (news.empty())
        return {};
    Edit edit(m_directory, Edit::Source::Shared);
    for (const SharedStore::News::Item &item : news.items) {
        if (item.removed)
            edit.remove(item.kind, item.id, false);
        else
            putDocument(edit, item.kind, item.document);
    }
    edit.m_batch.windows = news.windows;
    edit.m_batch.state.emplace_back("seq", std::to_string(news.seq));
    m_seq = std::max(m_seq, news.seq);
    return edit.keep();
}

Result<void> Sharing::write(Store::Batch &batch)
{
    if (!m_store.begun()) {
        if (!m_directory.m_connected)
            return Error{.code = ErrorCode::DatabaseAway,
                         .message = "database unavailable: " + m_store.problem()};
        GW_TRY(const SharedStore::News news, m_store.begin(m_seq));
        if (!news.empty()) {
            m_store.abandon();
            GW_CHECK(apply(news));
            return Error{.code = ErrorCode::DatabaseAway,
                         .message = "another gateway has changed something meanwhile; try again"};
        }
    }
    GW_TRY(const std::int64_t seq, m_store.commit(batch));
    m_seq = std::max(m_seq, seq);
    batch.state.emplace_back("seq", std::to_string(m_seq));
    return {};
}

void Sharing::writeWindows(const std::vector<Spending::Moved> &windows)
{
    if (windows.empty() || !m_directory.m_connected)
        return;
    if (const auto written = m_store.writeWindows(windows, false); !written.ok())
        qCWarning(gwAuth, "budget windows are not shared: %s", written.error().message.c_str());
}

Result<void> Sharing::attach()
{
    const std::int64_t connection = m_store.connection();
    GW_TRY(const SharedStore::Identity identity, m_store.identity());
    GW_TRY(const SharedStore::News news, takeStock(identity));
    GW_CHECK(apply(news));
    // Windows that began anew while it was away; its own go before those that are the same or older.
    GW_TRY(const std::vector<Spending::Moved> windows, m_directory.m_store->readWindows());
    GW_CHECK(m_store.writeWindows(windows, true));
    GW_CHECK(refresh());
    GW_CHECK(carryWhatWasTold());
    m_spentSeq = 0;
    m_attached = connection;
    return {};
}

// What this file and that database hold of each other.
Result<SharedStore::News> Sharing::takeStock(const SharedStore::Identity &identity)
{
    Store &local = *m_directory.m_store;
    GW_TRY(const std::string known, local.state("database"));
    GW_TRY(const std::string alone, local.state("alone"));
    if (known.empty())
        GW_CHECK(bringUp());
    const bool another =
        !known.empty() && (known != identity.database || alone == "1" || identity.seq < m_seq);
    if (known.empty() || another)
        m_seq = 0;
    GW_TRY(SharedStore::News news, m_store.newsSince(m_seq));
    Edit edit(m_directory, Edit::Source::Shared);
    if (another) {
        const std::string copy =
            m_directory.m_file + ".before-" + std::to_string(m_directory.clock().unixUs() / 1'000'000);
        GW_CHECK(local.copyTo(copy));
        qCWarning(gwAuth,
                  "the keys here are not those of the shared database, whose keys count now; they are "
                  "kept in %s",
                  copy.c_str());
        dropWhatIsNotIn(news, edit);
    }
    edit.m_batch.state = {{"database", identity.database}, {"seq", std::to_string(news.seq)}, {"alone", ""}};
    GW_CHECK(edit.keep());
    m_directory.m_mirror = true;
    return news;
}

// A gateway that had its own keys until now, and meets a database.
Result<void> Sharing::bringUp()
{
    GW_TRY(const SharedStore::News news, m_store.begin(0));
    const Ids there = idsOf(news);
    Edit edit(m_directory, Edit::Source::Shared);
    std::size_t count = 0;
    forEverything(m_directory, [&](Kind kind, const auto &entity) {
        if (there.contains({kind, std::string(entity.id())}))
            return;
        ++count;
        edit.put(entity);
    });
    if (count == 0) {
        m_store.abandon();
        return {};
    }
    const auto done = m_store.commit(edit.m_batch);
    if (!done.ok())
        return done.error();
    qCInfo(gwAuth, "%zu keys, users, teams and so on that were here alone are in the shared database now",
           count);
    return {};
}

void Sharing::dropWhatIsNotIn(const SharedStore::News &news, Edit &edit) const
{
    Ids there;
    for (const SharedStore::News::Item &item : news.items) {
        if (!item.removed)
            there.emplace(item.kind, item.id);
    }
    forEverything(m_directory, [&](Kind kind, const auto &entity) {
        if (!there.contains({kind, std::string(entity.id())}))
            edit.remove(kind, std::string(entity.id()), false);
    });
}

// A ledger that was lost or cut must not make the budgets forget what this gateway has told of it.
Result<void> Sharing::carryWhatWasTold()
{
    GW_TRY(const std::vector<Elsewhere> told, m_store.toldBefore());
    Spending &spending = m_directory.spending();
    for (const Elsewhere &one : told) {
        const Pico own = spending.account(one.scope, one.name)->own();
        if (one.total > own)
            spending.add(one.scope, one.name, one.total - own);
    }
    return {};
}

Result<void> Sharing::exchangeSpent()
{
    Spending &spending = m_directory.spending();
    const std::vector<AccountPtr> grown = spending.takeGrown();
    std::vector<Elsewhere> own;
    own.reserve(grown.size());
    for (const AccountPtr &account : grown)
        own.push_back({account->scope(), account->name(), account->own()});
    const auto exchanged = m_store.exchangeSpent(own, m_spentSeq);
    if (!exchanged.ok()) {
        for (const AccountPtr &account : grown)
            spending.giveBack(account);
        return exchanged.error();
    }
    m_spentSeq = exchanged.value().seq;
    if (exchanged.value().elsewhere.empty())
        return {};
    Store::Batch batch;
    batch.elsewhere = exchanged.value().elsewhere;
    for (const Elsewhere &one : batch.elsewhere)
        spending.setElsewhere(one);
    return m_directory.m_store->write(batch);
}

}   // namespace gw::access
