#include "core/cache/session.h"

#include "core/base/ids.h"

#include <algorithm>
#include <utility>

namespace gw::cache {

namespace {

// Longest wait for an equal request; then this one asks too.
constexpr int kMaxWaitMs = 60'000;

std::string groupOf(const std::vector<std::vector<std::string>> &groups, std::string_view group)
{
    const auto found = std::ranges::find_if(groups, [&](const std::vector<std::string> &members) {
        return std::ranges::find(members, group) != members.end();
    });
    if (found == groups.end())
        return std::string(group);
    std::vector<std::string> members = *found;
    std::ranges::sort(members);
    std::string out;
    for (const std::string &member : members)
        out += member + "\n";
    return out;
}

}   // namespace

struct Session::Link
{
    Session *session = nullptr;
};

Session::Session(WorkerCache &worker)
    : m_worker(worker)
{}

Session::~Session()
{
    land(Flights::Landing::Left, nullptr);
    if (m_link)
        m_link->session = nullptr;
    if (m_timer != 0)
        m_worker.reactor().cancelTimer(m_timer);
}

void Session::lookUp(const Question &question, Found found)
{
    m_found = std::move(found);
    if (!m_worker.shared().isOn() || !isCacheable(*question.call))
        return answer(nullptr);
    m_policy = m_worker.policy();
    const config::CacheParams &params = m_policy->params;
    m_controls = controlsOf(*question.call);
    if ((params.callTypes && !isSupported(*question.call, *params.callTypes)) ||
        (!params.defaultOn && !m_controls.use) || (m_controls.noCache && m_controls.noStore))
        return answer(nullptr);
    std::string_view scope;
    if (params.scope == config::CacheParams::Scope::Key)
        scope = question.keyHash;
    else if (params.scope == config::CacheParams::Scope::Team)
        scope = question.teamId;
    const std::string group = groupOf(params.groups, question.group);
    m_space = m_controls.nameSpace.empty() ? params.nameSpace : m_controls.nameSpace;
    if (!makeKeys(question, {group, scope, question.headers}))
        return answer(nullptr);
    m_link = std::make_shared<Link>(Link{this});
    if (m_controls.noCache)
        return answer(nullptr);
    ask();
}

bool Session::makeKeys(const Question &question, const KeyParts &parts)
{
    KeyText &text = m_worker.keyText();
    m_list = EmbeddingList::of(*question.call);
    if (!m_list || m_list->size() > 1) {
        if (!text.write(*question.call, parts))
            return false;
        m_key = keyOfText();
        if (m_policy->isShared())
            m_name = m_key;
    }
    if (!m_list)
        return true;
    m_model = question.call->model;
    KeyParts one = parts;
    for (std::size_t i = 0; i < m_list->size(); ++i) {
        one.input = m_list->input(i);
        if (!text.write(*question.call, one))
            return false;
        m_itemKeys.push_back(keyOfText());
    }
    // One by itself is named as it is in every list.
    if (m_key.empty()) {
        m_key = m_itemKeys.front();
        if (m_policy->isShared())
            m_name = m_key;
    }
    return true;
}

// By SHA-256 only where others must find the same: it costs more than all else the cache does.
std::string Session::keyOfText()
{
    const std::string_view text = m_worker.keyText().text();
    return inSpace(m_policy->isShared() ? sha256Hex(text) : m_worker.hash().of(text));
}

std::string Session::inSpace(const std::string &hash) const
{
    return m_space.empty() ? hash : m_space + ":" + hash;
}

bool Session::isFresh(const EntryPtr &entry) const
{
    return entry && (!m_controls.maxAgeS ||
                     static_cast<double>(m_worker.nowMs() - entry->storedMs) <= *m_controls.maxAgeS * 1000);
}

void Session::load(std::size_t item, const EntryPtr &entry)
{
    if (!isFresh(entry) || !m_list->load(item, *entry))
        return;
    m_deployment = entry->deploymentId;
    m_upstreamModel = entry->upstreamModel;
}

EntryPtr Session::wholeList() const
{
    if (!m_list || !m_list->complete())
        return nullptr;
    auto entry = std::make_shared<Entry>();
    entry->deploymentId = m_deployment;
    entry->upstreamModel = m_upstreamModel;
    entry->contentType = "application/json";
    entry->bytes = m_list->answer(m_model);
    return entry;
}

void Session::ask()
{
    EntryPtr entry;
    if (m_list) {
        for (std::size_t i = 0; i < m_list->size(); ++i) {
            if (!m_list->has(i))
                load(i, m_worker.findInMemory(m_itemKeys[i]));
        }
        entry = wholeList();
    } else if (EntryPtr found = m_worker.findInMemory(m_key); isFresh(found)) {
        entry = std::move(found);
    }
    if (entry) {
        makeName();
        return answer(std::move(entry));
    }
    const auto landed = [link = std::weak_ptr(m_link)](Flights::Landing landing, EntryPtr brought) {
        if (const auto self = link.lock(); self && self->session)
            self->session->onLanded(landing, std::move(brought));
    };
    // Who keeps nothing has nothing to give to those who would wait.
    if (!m_controls.noStore) {
        switch (m_worker.shared().flights().join(m_key, m_worker.postbox(), landed)) {
        case Flights::Role::Leads:
            m_leads = true;
            break;
        case Flights::Role::Waits:
            makeName();
            if (m_timer == 0)
                m_timer = m_worker.reactor().startTimer(kMaxWaitMs, [this] {
                    m_timer = 0;
                    answer(nullptr);
                });
            return;
        case Flights::Role::Alone:
            break;
        }
    }
    askOutside();
}

void Session::askOutside()
{
    if (!m_policy->isShared())
        return answer(nullptr);
    if (m_list)
        return askOutsideForItems();
    m_worker.findOutside(m_key, [link = std::weak_ptr(m_link)](EntryPtr entry) {
        const auto self = link.lock();
        if (!self || !self->session)
            return;
        Session &session = *self->session;
        if (!session.isFresh(entry))
            entry = nullptr;
        if (entry)
            session.land(Flights::Landing::Kept, entry);
        session.answer(std::move(entry));
    });
}

void Session::askOutsideForItems()
{
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < m_list->size(); ++i) {
        if (!m_list->has(i))
            missing.push_back(i);
    }
    m_asked = missing.size();
    for (const std::size_t item : missing) {
        m_worker.findOutside(m_itemKeys[item], [link = std::weak_ptr(m_link), item](const EntryPtr &entry) {
            const auto self = link.lock();
            if (!self || !self->session)
                return;
            Session &session = *self->session;
            if (!session.m_list->has(item))
                session.load(item, entry);
            if (--session.m_asked > 0)
                return;
            EntryPtr whole = session.wholeList();
            if (whole)
                session.land(Flights::Landing::Kept, nullptr);
            session.answer(std::move(whole));
        });
    }
}

void Session::onLanded(Flights::Landing landing, EntryPtr entry)
{
    // Whoever has waited too long has gone on.
    if (!m_found)
        return;
    // What a list waited for is in memory now, item by item.
    if (landing == Flights::Landing::Left || (m_list && landing == Flights::Landing::Kept))
        return ask();
    answer(landing == Flights::Landing::Kept && isFresh(entry) ? std::move(entry) : nullptr);
}

void Session::answer(EntryPtr entry)
{
    if (!m_found)
        return;
    if (m_timer != 0)
        m_worker.reactor().cancelTimer(std::exchange(m_timer, 0));
    m_missed = !entry && !m_key.empty();
    if (entry && !m_policy->isShared() && !m_name.empty())
        m_worker.shared().memory().show(m_key, m_name);
    const Found found = std::exchange(m_found, nullptr);
    found(std::move(entry));   // May end this.
}

void Session::makeName()
{
    // Lists have no name: each of their items has.
    if (m_name.empty() && (!m_list || m_list->size() == 1))
        m_name = inSpace(sha256Hex(m_worker.keyText().text()));
}

void Session::land(Flights::Landing landing, const EntryPtr &entry)
{
    if (std::exchange(m_leads, false))
        m_worker.shared().flights().land(m_key, landing, entry);
}

void Session::begin(const Source &source)
{
    m_records = m_missed && !m_controls.noStore;
    if (!m_records)
        return;
    m_entry = {};
    m_entry.deploymentId = source.deploymentId;
    m_entry.adapter = source.adapter;
    m_entry.upstreamModel = source.upstreamModel;
    m_entry.contentType = source.contentType;
}

void Session::add(std::string_view bytes)
{
    if (!m_records || m_list)
        return;
    if (m_entry.bytes.size() + bytes.size() > ResponseCache::kMaxEntryBytes)
        return fail();
    m_entry.bytes += bytes;
}

Result<void> Session::complete(std::string &answer)
{
    if (!m_missed || !m_list)
        return {};
    const bool part = m_list->knowsAny();
    auto taken = m_list->take(answer);
    if (taken)
        m_taken = std::move(*taken);
    else
        m_records = false;
    if (!part)
        return {};
    if (!taken)
        return Error{.code = ErrorCode::UpstreamMalformed,
                     .message = "the provider answered another number of embeddings than were asked for"};
    answer = m_list->answer(m_model);
    return {};
}

void Session::forget()
{
    m_records = false;
    m_entry = {};
}

void Session::keep()
{
    if (!std::exchange(m_records, false))
        return fail();
    const double keepS = m_policy->keepS(m_controls.ttlS);
    // A key that was made for this process alone must not get into another store that is in force by now.
    if (keepS <= 0 || m_worker.policy()->isShared() != m_policy->isShared())
        return fail();
    constexpr double kLongestS = 10.0 * 366 * 86'400;
    m_entry.storedMs = m_worker.nowMs();
    m_entry.expiresMs = m_entry.storedMs + static_cast<std::int64_t>(std::min(keepS, kLongestS) * 1000);
    EntryPtr entry;
    if (m_list) {
        keepItems();
    } else {
        m_entry.bytes.shrink_to_fit();
        entry = std::make_shared<const Entry>(std::move(m_entry));
        m_worker.put(m_key, entry);
    }
    m_entry = {};
    land(Flights::Landing::Kept, entry);
}

void Session::keepItems()
{
    for (const std::size_t item : m_taken) {
        auto entry = std::make_shared<Entry>(m_entry);
        entry->adapter.clear();
        entry->contentType = "application/json";
        entry->bytes = m_list->store(item);
        if (entry->bytes.size() <= ResponseCache::kMaxEntryBytes)
            m_worker.put(m_itemKeys[item], entry);
    }
}

void Session::fail()
{
    forget();
    land(Flights::Landing::Failed, nullptr);
}

}   // namespace gw::cache
