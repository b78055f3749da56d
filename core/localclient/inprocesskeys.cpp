#include "core/localclient/inprocesskeys.h"

#include "core/access/edit.h"
#include "core/access/listing.h"
#include "core/api/routes.h"
#include "core/localclient/holderrows.h"
#include "core/localclient/spendreport.h"
#include "core/localclient/texts.h"
#include "core/pricing/money.h"

#include <QCoreApplication>
#include <QDate>
#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::client {

namespace {

constexpr std::size_t kRefusals = 20;
constexpr const char *kWho = "portico window";   // In the log of changes.

ledger::Day today()
{
    return ledger::dayOf(QDateTime::currentMSecsSinceEpoch() * 1000);
}

// The sentence in an answer that is no success.
QString problemOf(const engine::ApiReply &reply)
{
    const auto parsed = json::parse(reply.body);
    const json::Object *object = parsed.ok() ? parsed.value().if_object() : nullptr;
    if (object) {
        if (const json::Value *message = json::findPath(*object, "error.message");
            message && message->is_string())
            return text(message->get_string());
        if (const json::Array *detail = json::findArray(*object, "detail"); detail && !detail->empty()) {
            const json::Object *first = detail->front().if_object();
            const json::Array *where = first ? json::findArray(*first, "loc") : nullptr;
            if (where && !where->empty() && where->back().is_string())
                return text(where->back().get_string()) + u": "_s + text(json::stringOr(*first, "msg"));
        }
    }
    return InProcessKeys::tr("The gateway answered %1.").arg(reply.status);
}

const char *createPath(HolderKind kind)
{
    return kind == HolderKind::Key    ? "/key/generate"
           : kind == HolderKind::Team ? "/team/new"
           : kind == HolderKind::User ? "/user/new"
                                      : "/budget/new";
}

const char *updatePath(HolderKind kind)
{
    return kind == HolderKind::Key    ? "/key/update"
           : kind == HolderKind::Team ? "/team/update"
           : kind == HolderKind::User ? "/user/update"
                                      : "/budget/update";
}

const char *idName(HolderKind kind)
{
    return kind == HolderKind::Key    ? "key"
           : kind == HolderKind::Team ? "team_id"
           : kind == HolderKind::User ? "user_id"
                                      : "budget_id";
}

json::Object bodyOf(const HolderDraft &draft)
{
    const bool isNew = draft.id.isEmpty();
    json::Object body;
    const auto put = [&body](const char *name, const QString &value) {
        if (!value.isEmpty())
            body[name] = value.toStdString();
    };
    if (!isNew)
        body[idName(draft.kind)] = draft.id.toStdString();
    else if (draft.kind != HolderKind::Key)
        put(idName(draft.kind), draft.newId);
    putAllowance(body, draft.allowance, isNew);
    json::Array cleared;
    if (const json::Array *known = json::findArray(body, "portico_clear"))
        cleared = *known;
    const auto member = [&](const char *name, const QString &value) {
        put(name, value);
        if (value.isEmpty() && !isNew)
            cleared.emplace_back(name);
    };
    if (draft.kind != HolderKind::Budget) {
        json::Array models;
        for (const QString &model : draft.models)
            models.emplace_back(model.toStdString());
        body["models"] = std::move(models);
        member("budget_id", draft.sharedBudget);
    }
    switch (draft.kind) {
    case HolderKind::Key:
        member("key_alias", draft.name);
        member("team_id", draft.team);
        member("user_id", draft.user);
        put("duration", draft.lifetime);
        break;
    case HolderKind::Team:
        member("team_alias", draft.name);
        break;
    case HolderKind::User:
        put("user_email", draft.name);
        if (isNew)
            body["auto_create_key"] = false;
        break;
    case HolderKind::Budget:
        break;
    }
    if (!cleared.empty())
        body["portico_clear"] = std::move(cleared);
    return body;
}

template <typename Value, typename ToRow>
HolderPage pageOf(const access::ListPage<Value> &list, ToRow toRow)
{
    HolderPage page;
    for (const auto &one : list.rows)
        page.rows.push_back(toRow(*one));
    page.next = text(list.next);
    page.matches = static_cast<std::int64_t>(list.matches);
    return page;
}

HolderPage pageOf(access::Edit &edit, const HolderQuery &query, const LastUsed &lastUsed)
{
    access::Directory &directory = edit.directory();
    const std::int64_t nowS = edit.nowS();
    const access::ListQuery list{query.search.toStdString(), query.after.toStdString(),
                                 static_cast<std::size_t>(std::max(query.limit, 1))};
    if (query.kind == HolderKind::Key)
        return pageOf(access::listKeys(directory, list),
                      [&](const access::Key &key) { return toRow(directory, key, lastUsed, nowS); });
    const KeyCounts counts = countKeys(directory);
    const auto row = [&](const auto &one) { return toRow(directory, one, counts, nowS); };
    switch (query.kind) {
    case HolderKind::Team:
        return pageOf(access::listTeams(directory, list), row);
    case HolderKind::User:
        return pageOf(access::listUsers(directory, list), row);
    default:
        return pageOf(access::listBudgets(directory, list), row);
    }
}

LastUsed lastUsedOf(const Result<std::vector<ledger::DayTotals>> &days)
{
    LastUsed out;
    if (days.ok()) {
        for (const ledger::DayTotals &day : days.value()) {
            std::int64_t &last = out[day.name];
            last = std::max(last, std::int64_t(day.day) + kEpochJulianDay);
        }
    }
    return out;
}

}   // namespace

InProcessKeys::InProcessKeys(KeysParts parts, QObject *parent)
    : KeysClient(parent)
    , m_parts(std::move(parts))
    , m_box(this)
    , m_apiRoutes(m_parts.directory ? api::accessRoutes(m_parts.directory, {}) : engine::ApiRoutes())
    , m_reader(m_parts.ledgerFolder)
{
    if (m_parts.directory)
        m_parts.directory->listen([this, box = m_box](const std::vector<access::Change> &) {
            box.post([this] { Q_EMIT holdersChanged(); });
        });
}

InProcessKeys::~InProcessKeys()
{
    m_box.close();
}

Token InProcessKeys::requestHolders(const HolderQuery &query)
{
    const Token token = m_parts.nextToken();
    access::Directory *directory = m_parts.directory;
    if (!directory) {
        m_box.post([this, token] {
            HolderPage page;
            page.problem = tr("The database of keys cannot be opened.");
            Q_EMIT holdersReady(token, page);
        });
        return token;
    }
    const auto answer = [this, box = m_box, token, query, directory](const LastUsed &lastUsed) {
        directory->edit([this, box, token, query, lastUsed](access::Edit &edit) {
            box.post(
                [this, token, page = pageOf(edit, query, lastUsed)] { Q_EMIT holdersReady(token, page); });
        });
    };
    if (query.kind != HolderKind::Key) {
        answer({});
        return token;
    }
    const ledger::Day last = today();
    m_reader.series(ledger::Dimension::Key, {last - HolderRow::kLastUsedDays + 1, last},
                    [answer](ledger::QueryToken, const Result<std::vector<ledger::DayTotals>> &days) {
                        answer(lastUsedOf(days));
                    });
    return token;
}

Token InProcessKeys::requestHolder(HolderKind kind, const QString &id)
{
    const Token token = m_parts.nextToken();
    if (!m_parts.directory) {
        m_box.post([this, token] {
            HolderDetail detail;
            detail.problem = tr("The database of keys cannot be opened.");
            Q_EMIT holderReady(token, detail);
        });
        return token;
    }
    m_parts.directory->edit([this, box = m_box, token, kind, id = id.toStdString(),
                             limiter = m_parts.limiter](access::Edit &edit) {
        access::Directory &directory = edit.directory();
        const std::int64_t nowS = edit.nowS();
        HolderDetail detail;
        const KeyCounts counts = kind == HolderKind::Key ? KeyCounts() : countKeys(directory);
        const auto show = [&](const auto &found) {
            if (found)
                detail.row = toRow(directory, *found, counts, nowS);
            else
                detail.problem = tr("It is not there any more.");
        };
        if (kind == HolderKind::Team) {
            show(directory.team(id));
        } else if (kind == HolderKind::User) {
            show(directory.user(id));
        } else if (kind == HolderKind::Budget) {
            show(directory.budget(id));
        } else if (const access::KeyPtr key = directory.keys().find(id)) {
            detail.row = toRow(directory, *key, {}, nowS);
            const auto proxy = limiter ? limiter->proxy() : nullptr;
            const limits::KeyLines lines = limits::linesOf(directory, key, proxy.get(), nowS);
            detail.lines = toLines(lines, limiter, directory.clock().unixUs());
            for (const limits::Refused &one :
                 limiter ? limiter->refusals().last(id, kRefusals) : std::vector<limits::Refused>())
                detail.refusals.push_back(toRefusal(one));
        } else {
            detail.problem = tr("It is not there any more.");
        }
        box.post([this, token, detail = std::move(detail)] { Q_EMIT holderReady(token, detail); });
    });
    return token;
}

void InProcessKeys::tellProblem(Token token, const QString &problem)
{
    m_box.post([this, token, problem] { Q_EMIT changed(token, {.problem = problem}); });
}

Token InProcessKeys::change(Call call)
{
    const Token token = m_parts.nextToken();
    const auto route = std::ranges::find_if(m_apiRoutes, [&](const engine::ApiRoute &one) {
        return one.method == "POST" && one.pattern == call.path;
    });
    const routing::TablePtr table = m_parts.routes ? m_parts.routes() : nullptr;
    if (route == m_apiRoutes.end() || !table) {
        tellProblem(token, tr("The database of keys cannot be opened."));
        return token;
    }
    engine::ApiCall ask;
    ask.head.method = "POST";
    ask.head.target = call.path;
    ask.head.path = call.path;
    ask.body = json::serialize(call.body);
    ask.principal.kind = auth::Principal::Kind::Master;
    ask.principal.admin = true;
    ask.principal.keyHash = "master";
    ask.principal.keyAlias = kWho;
    ask.authenticated = true;
    ask.table = table;
    route->handler(std::move(ask), [this, box = m_box, token, id = call.id,
                                    undoable = call.undoable](const engine::ApiReply &reply) {
        HolderChange change{.ok = reply.status == 200, .id = id};
        change.undoable = change.ok && undoable;
        if (change.ok) {
            const auto parsed = json::parse(reply.body);
            if (const json::Object *object = parsed.ok() ? parsed.value().if_object() : nullptr) {
                const std::string_view key = json::stringOr(*object, "key");
                if (key.starts_with("sk-"))
                    change.secret = Secret(std::string(key));
                for (const char *name : {"token_id", "team_id", "user_id", "budget_id"}) {
                    if (const auto value = json::findString(*object, name); value && change.id.isEmpty())
                        change.id = text(*value);
                }
            }
        } else {
            change.problem = problemOf(reply);
        }
        box.post([this, token, change = std::move(change)] { Q_EMIT changed(token, change); });
    });
    return token;
}

Token InProcessKeys::save(const HolderDraft &draft)
{
    return change(
        {draft.id.isEmpty() ? createPath(draft.kind) : updatePath(draft.kind), bodyOf(draft), draft.id});
}

Token InProcessKeys::generate(json::Object members)
{
    return change({"/key/generate", std::move(members)});
}

Token InProcessKeys::setBlocked(HolderKind kind, const QString &id, bool on)
{
    const char *path = kind == HolderKind::Team ? (on ? "/team/block" : "/team/unblock")
                                                : (on ? "/key/block" : "/key/unblock");
    return change({path, {{idName(kind), id.toStdString()}}, id});
}

Token InProcessKeys::regenerate(const QString &id)
{
    return change({"/key/regenerate", {{"key", id.toStdString()}}});
}

Token InProcessKeys::remove(HolderKind kind, const QString &id)
{
    const json::Array ids{id.toStdString()};
    switch (kind) {
    case HolderKind::Team:
        return change({"/team/delete", {{"team_ids", ids}}, id});
    case HolderKind::User:
        return change({"/user/delete", {{"user_ids", ids}}, id});
    case HolderKind::Budget:
        return change({"/budget/delete", {{"id", id.toStdString()}}, id});
    case HolderKind::Key:
        break;
    }
    m_removed = m_parts.directory ? m_parts.directory->keys().find(id.toStdString()) : nullptr;
    return change({"/key/delete", {{"keys", ids}}, id, m_removed != nullptr});
}

Token InProcessKeys::undo()
{
    const Token token = m_parts.nextToken();
    const access::KeyPtr key = std::exchange(m_removed, nullptr);
    if (!key || !m_parts.directory) {
        tellProblem(token, tr("There is nothing to take back."));
        return token;
    }
    m_parts.directory->edit([this, box = m_box, token, key](access::Edit &edit) {
        HolderChange change{.id = text(key->token)};
        if (!key->alias.empty() && edit.keyWithAlias(key->alias)) {
            change.problem = tr("Another key has its name by now.");
        } else {
            edit.put(access::Key(*key));
            edit.note({.who = kWho,
                       .keyHash = "master",
                       .action = "created",
                       .table = "LiteLLM_VerificationToken",
                       .object = key->token,
                       .after = key->write()});
            const auto done = edit.commit(kWho);
            change.ok = done.ok();
            if (!done.ok())
                change.problem = text(done.error().message);
        }
        box.post([this, token, change] { Q_EMIT changed(token, change); });
    });
    return token;
}

Token InProcessKeys::raise(const BudgetState &budget, std::int64_t limitPico)
{
    using Level = LimitLine::Level;
    const std::string id = budget.id.toStdString();
    const json::Value amount(pricing::picoToText(limitPico));
    switch (budget.level) {
    case Level::Key:
        return change({"/key/update", {{"key", id}, {"max_budget", amount}}, budget.id});
    case Level::Team:
        return change({"/team/update", {{"team_id", id}, {"max_budget", amount}}, budget.id});
    case Level::User:
        return change({"/user/update", {{"user_id", id}, {"max_budget", amount}}, budget.id});
    case Level::EndUser:
        return change({"/customer/update", {{"user_id", id}, {"max_budget", amount}}, budget.id});
    case Level::Tag:
        return change({"/tag/update", {{"name", id}, {"max_budget", amount}}, budget.id});
    default:
        break;
    }
    const Token token = m_parts.nextToken();
    tellProblem(token, tr("This budget cannot be raised here."));
    return token;
}

Token InProcessKeys::useInstead(const QString &id, const QString &model, const QString &other)
{
    json::Object aliases;
    if (const auto key = m_parts.directory ? m_parts.directory->keys().find(id.toStdString()) : nullptr) {
        for (const auto &[name, real] : key->aliases)
            aliases[name] = real;
    }
    if (other.isEmpty())
        aliases.erase(model.toStdString());
    else
        aliases[model.toStdString()] = other.toStdString();
    return change({"/key/update", {{"key", id.toStdString()}, {"aliases", std::move(aliases)}}, id});
}

Token InProcessKeys::requestBudgets()
{
    const Token token = m_parts.nextToken();
    if (!m_parts.directory) {
        m_box.post([this, token] { Q_EMIT budgetsReady(token, {}); });
        return token;
    }
    m_parts.directory->edit([this, box = m_box, token, limiter = m_parts.limiter](access::Edit &edit) {
        std::vector<BudgetState> out;
        const auto proxy = limiter ? limiter->proxy() : nullptr;
        for (const limits::BudgetLine &line : limits::allBudgets(edit.directory(), proxy.get(), edit.nowS()))
            out.push_back(toBudget(line));
        box.post([this, token, out = std::move(out)] { Q_EMIT budgetsReady(token, out); });
    });
    return token;
}

}   // namespace gw::client
