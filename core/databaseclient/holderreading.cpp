#include "core/databaseclient/holderreading.h"

#include "core/access/entities.h"
#include "core/access/spending.h"
#include "core/ledger/queries.h"
#include "core/localclient/holderrows.h"
#include "core/localclient/texts.h"

#include <algorithm>
#include <map>

namespace gw::client {

namespace {

using access::Scope;
using postgres::Connection;
using postgres::Rows;

constexpr int kEpochJulianDay = 2'440'588;
constexpr std::int64_t kSPerDay = 86'400;

// Where a kind is kept, and by what it is found.
struct Kept
{
    const char *tables;   // As h.
    const char *words;    // What a search looks through.
    Scope scope;
};

const Kept &keptOf(HolderKind kind)
{
    static const Kept keys{"portico.keys h LEFT JOIN portico.teams t ON t.id = h.team_id",
                           "h.alias, h.document ->> 'key_name', h.id, h.user_id, h.team_id, t.alias",
                           Scope::Key};
    static const Kept teams{"portico.teams h", "h.alias, h.id", Scope::Team};
    static const Kept users{"portico.users h", "h.email, h.document ->> 'user_alias', h.id", Scope::User};
    // A shared budget has no spend of its own.
    static const Kept budgets{"portico.budgets h", "h.id", Scope::Proxy};
    switch (kind) {
    case HolderKind::Key:
        break;
    case HolderKind::Team:
        return teams;
    case HolderKind::User:
        return users;
    case HolderKind::Budget:
        return budgets;
    }
    return keys;
}

// One of them as it is kept, with what it has cost.
struct Found
{
    json::Object document;
    access::Pico total = 0;
    std::optional<access::WindowState> window = {};
};

access::Pico picoOf(std::string_view digits)
{
    // Beyond nine million dollars it reads as the most that fits.
    constexpr std::size_t kFits = 18;
    if (digits.size() > kFits)
        return INT64_MAX / 2;
    access::Pico value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

// part gives id and the place in the list of each.
Result<std::vector<Found>> readFound(Connection &connection, HolderKind kind, const std::string &part,
                                     postgres::Parameters values)
{
    const Kept &kept = keptOf(kind);
    const std::string scope = std::to_string(static_cast<int>(kept.scope));
    const std::string name = kind == HolderKind::Budget ? "NULL" : "p.id";
    GW_TRY(const Rows rows,
           connection.query("WITH p AS (" + part + ") SELECT h.document, s.total, w.duration, w.base, " +
                                "w.reset_at FROM p JOIN " + kept.tables +
                                " ON h.id = p.id LEFT JOIN LATERAL (SELECT SUM(total) AS total FROM "
                                "portico.spent WHERE scope = " +
                                scope + " AND name = " + name +
                                ") s ON true LEFT JOIN portico.windows w ON w.scope = " + scope +
                                " AND w.name = " + name + " AND w.slot = '' ORDER BY p.place",
                            std::move(values)));
    std::vector<Found> out;
    for (int row = 0; row < rows.size(); ++row) {
        GW_TRY(json::Value document, json::parse(rows.text(row, 0)));
        if (!document.is_object())
            continue;
        Found one{.document = std::move(document.get_object()), .total = picoOf(rows.text(row, 1))};
        if (!rows.isNull(row, 2))
            one.window =
                access::WindowState{{}, rows.string(row, 2), rows.integer(row, 3), rows.integer(row, 4)};
        out.push_back(std::move(one));
    }
    return out;
}

// As Spending::spent() has it, but that nothing is begun anew.
void setSpent(HolderRow &row, const Found &found, std::int64_t nowS)
{
    const std::string duration = row.counts.window.toStdString();
    const auto next = [&] { return duration.empty() ? 0 : access::Calendar().nextReset(duration, nowS); };
    if (!found.window) {
        row.spentPico = found.total;
        row.resetS = next();
        return;
    }
    const access::WindowState &window = *found.window;
    const bool same = window.duration == duration;
    const bool over = same && window.resetAt != 0 && nowS >= window.resetAt;
    row.spentPico = over ? 0 : found.total - window.base;
    row.resetS = same && !over ? window.resetAt : next();
}

using SharedBudgets = std::map<std::string, access::Limits>;

Result<SharedBudgets> readSharedBudgets(Connection &connection, const std::vector<Found> &found)
{
    std::vector<std::string> ids;
    for (const Found &one : found) {
        if (const std::string_view id = json::stringOr(one.document, "budget_id"); !id.empty())
            ids.emplace_back(id);
    }
    SharedBudgets out;
    if (ids.empty())
        return out;
    GW_TRY(const Rows rows,
           connection.query("SELECT document FROM portico.budgets WHERE id = ANY($1::text[])",
                            {postgres::arrayOf(ids)}));
    for (int row = 0; row < rows.size(); ++row) {
        GW_TRY(const json::Value document, json::parse(rows.text(row, 0)));
        if (!document.is_object())
            continue;
        GW_TRY(const access::Budget budget, access::Budget::read(document.get_object()));
        out[budget.budgetId] = budget.limits;
    }
    return out;
}

// What belongs to keys and teams alike.
template <typename Holder>
void setLimits(HolderRow &row, const Holder &holder, const SharedBudgets &shared)
{
    row.sharedBudget = text(holder.budgetId);
    row.own = toAllowance(holder.limits);
    const auto budget = shared.find(holder.budgetId);
    row.counts =
        budget == shared.end() ? row.own : toAllowance(access::merged(holder.limits, budget->second));
    row.createdS = holder.createdAt;
}

Result<HolderRow> toRow(HolderKind kind, const Found &found, const SharedBudgets &shared, std::int64_t nowS)
{
    HolderRow row{.kind = kind};
    if (kind == HolderKind::Key) {
        GW_TRY(const access::Key key, access::Key::read(found.document));
        row.id = text(key.token);
        row.name = text(key.alias.empty() ? key.name : key.alias);
        row.masked = text(key.name);
        row.team = row.teamName = text(key.teamId);
        row.user = text(key.userId);
        row.models = texts(key.models);
        setLimits(row, key, shared);
        if (row.counts.budgetPico >= 0)
            row.counts.budgetPico = *key.granted(row.counts.budgetPico, nowS);
        row.expiresS = key.expires;
        row.expired = key.expired(nowS);
        row.blocked = key.blocked;
    } else if (kind == HolderKind::Team) {
        GW_TRY(const access::Team team, access::Team::read(found.document));
        row.id = text(team.teamId);
        row.name = text(team.alias.empty() ? team.teamId : team.alias);
        row.models = texts(team.models);
        setLimits(row, team, shared);
        row.blocked = team.blocked;
        row.members = static_cast<int>(team.members.size());
    } else if (kind == HolderKind::User) {
        GW_TRY(const access::User user, access::User::read(found.document));
        row.id = text(user.userId);
        row.name = text(!user.email.empty() ? user.email : !user.alias.empty() ? user.alias : user.userId);
        row.role = text(user.role);
        row.models = texts(user.models);
        setLimits(row, user, shared);
        row.blocked = user.blocked;
    } else {
        GW_TRY(const access::Budget budget, access::Budget::read(found.document));
        row.id = row.name = text(budget.budgetId);
        row.own = row.counts = toAllowance(budget.limits);
        row.createdS = budget.createdAt;
        if (!budget.limits.budgetDuration.empty())
            row.resetS = access::Calendar().nextReset(budget.limits.budgetDuration, nowS);
        return row;
    }
    setSpent(row, found, nowS);
    return row;
}

std::vector<std::string> idsOf(const std::vector<HolderRow> &rows)
{
    std::vector<std::string> out;
    for (const HolderRow &row : rows)
        out.push_back(row.id.toStdString());
    return out;
}

// sql: an id and a number for each of $1.
Result<std::map<QString, std::int64_t>> readNumbers(Connection &connection, const std::string &sql,
                                                    const std::vector<std::string> &ids)
{
    GW_TRY(const Rows rows, connection.query(sql, {postgres::arrayOf(ids)}));
    std::map<QString, std::int64_t> out;
    for (int row = 0; row < rows.size(); ++row)
        out[text(rows.text(row, 0))] = rows.integer(row, 1);
    return out;
}

// The names of teams and the days of the last requests.
Result<void> completeKeys(Connection &connection, std::vector<HolderRow> &rows, std::int64_t nowS)
{
    std::vector<std::string> teams;
    for (const HolderRow &row : rows) {
        if (!row.team.isEmpty())
            teams.push_back(row.team.toStdString());
    }
    GW_TRY(const Rows names, connection.query("SELECT id, alias FROM portico.teams WHERE id = "
                                              "ANY($1::text[]) AND alias <> ''",
                                              {postgres::arrayOf(teams)}));
    std::map<QString, QString> aliases;
    for (int row = 0; row < names.size(); ++row)
        aliases[text(names.text(row, 0))] = text(names.text(row, 1));
    const std::int64_t first = nowS / kSPerDay - HolderRow::kLastUsedDays + 1;
    GW_TRY(auto days, readNumbers(connection,
                                  "SELECT name, max(day) FROM portico.rollups WHERE dimension = " +
                                      std::to_string(static_cast<int>(ledger::Dimension::Key)) +
                                      " AND day >= " + std::to_string(first) +
                                      " AND name = ANY($1::text[]) GROUP BY name",
                                  idsOf(rows)));
    for (HolderRow &row : rows) {
        if (const auto alias = aliases.find(row.team); alias != aliases.end())
            row.teamName = alias->second;
        if (const auto day = days.find(row.id); day != days.end())
            row.lastUsedDay = day->second + kEpochJulianDay;
    }
    return {};
}

// How many keys, and of budgets how many holders, belong to each.
Result<void> completeOthers(Connection &connection, HolderKind kind, std::vector<HolderRow> &rows)
{
    std::string sql;
    if (kind == HolderKind::Budget) {
        sql = "SELECT b, count(*) FROM (";
        for (const char *table : {"keys", "teams", "users", "customers", "tags"})
            sql += std::string(sql.ends_with('(') ? "" : " UNION ALL ") +
                   "SELECT document ->> 'budget_id' AS b FROM portico." + table;
        sql += ") all_of_them WHERE b = ANY($1::text[]) GROUP BY b";
    } else {
        const std::string column = kind == HolderKind::Team ? "team_id" : "user_id";
        sql = "SELECT " + column + ", count(*) FROM portico.keys WHERE " + column +
              " = ANY($1::text[]) GROUP BY 1";
    }
    GW_TRY(const auto counts, readNumbers(connection, sql, idsOf(rows)));
    for (HolderRow &row : rows) {
        if (const auto count = counts.find(row.id); count != counts.end())
            row.keys = static_cast<int>(count->second);
    }
    return {};
}

Result<std::vector<HolderRow>> readRows(Connection &connection, HolderKind kind, const std::string &part,
                                        postgres::Parameters values, std::int64_t nowS)
{
    GW_TRY(const std::vector<Found> found, readFound(connection, kind, part, std::move(values)));
    GW_TRY(const SharedBudgets shared, readSharedBudgets(connection, found));
    std::vector<HolderRow> rows;
    for (const Found &one : found) {
        GW_TRY(HolderRow row, toRow(kind, one, shared, nowS));
        rows.push_back(std::move(row));
    }
    if (rows.empty())
        return rows;
    GW_CHECK(kind == HolderKind::Key ? completeKeys(connection, rows, nowS)
                                     : completeOthers(connection, kind, rows));
    return rows;
}

std::string oneOf(HolderKind kind)
{
    return std::string("SELECT h.id, 1 AS place FROM ") + keptOf(kind).tables + " WHERE h.id = $1";
}

Result<void> addLine(Connection &connection, HolderKind kind, const QString &id, LimitLine::Level level,
                     std::int64_t nowS, std::vector<LimitLine> &lines)
{
    if (id.isEmpty())
        return {};
    GW_TRY(const auto rows, readRows(connection, kind, oneOf(kind), {id.toStdString()}, nowS));
    if (rows.empty() || rows.front().counts.budgetPico < 0)
        return {};
    const HolderRow &row = rows.front();
    lines.push_back({.level = level,
                     .kind = LimitLine::Kind::Budget,
                     .subject = row.name,
                     .limit = row.counts.budgetPico,
                     .used = row.spentPico,
                     .window = row.counts.window,
                     .resetS = row.resetS});
    return {};
}

}   // namespace

Result<HolderPage> readHolders(Connection &connection, const HolderQuery &query, std::int64_t nowS)
{
    const Kept &kept = keptOf(query.kind);
    const std::string where = std::string(" FROM ") + kept.tables +
                              " WHERE $1 = '' OR position(lower($1) IN lower(concat_ws(chr(10), " +
                              kept.words + "))) > 0";
    const postgres::Parameter search(query.search.toStdString());
    const std::int64_t before = std::max<std::int64_t>(query.after.toLongLong(), 0);
    const std::int64_t limit = std::max(query.limit, 1);
    HolderPage page;
    GW_TRY(const Rows count, connection.query("SELECT count(*)" + where, {search}));
    page.matches = count.integer(0, 0);
    GW_TRY(page.rows,
           readRows(connection, query.kind,
                    "SELECT h.id, row_number() OVER (ORDER BY h.document ->> 'created_at' DESC NULLS LAST, "
                    "h.id) AS place" +
                        where + " ORDER BY place LIMIT $2::bigint OFFSET $3::bigint",
                    {search, limit, before}, nowS));
    if (before + limit < page.matches)
        page.next = QString::number(before + limit);
    return page;
}

Result<HolderDetail> readHolder(Connection &connection, HolderKind kind, const QString &id, std::int64_t nowS)
{
    HolderDetail detail;
    GW_TRY(const auto rows, readRows(connection, kind, oneOf(kind), {id.toStdString()}, nowS));
    if (rows.empty())
        return Error{.code = ErrorCode::BadRequest, .message = "it is not there any more"};
    detail.row = rows.front();
    if (kind != HolderKind::Key)
        return detail;
    using Level = LimitLine::Level;
    GW_CHECK(addLine(connection, HolderKind::Key, id, Level::Key, nowS, detail.lines));
    GW_CHECK(addLine(connection, HolderKind::User, detail.row.user, Level::User, nowS, detail.lines));
    GW_CHECK(addLine(connection, HolderKind::Team, detail.row.team, Level::Team, nowS, detail.lines));
    return detail;
}

Result<std::vector<BudgetState>> readBudgets(Connection &connection, std::int64_t nowS)
{
    using Level = LimitLine::Level;
    std::vector<BudgetState> out;
    for (const auto &[kind, level] :
         {std::pair(HolderKind::Key, Level::Key), std::pair(HolderKind::Team, Level::Team),
          std::pair(HolderKind::User, Level::User)}) {
        GW_TRY(const HolderPage page, readHolders(connection, {.kind = kind, .limit = kMostBudgets}, nowS));
        for (const HolderRow &row : page.rows) {
            if (row.counts.budgetPico >= 0)
                out.push_back({.level = level,
                               .id = row.id,
                               .name = row.name,
                               .spentPico = row.spentPico,
                               .limitPico = row.counts.budgetPico,
                               .window = row.counts.window,
                               .resetS = row.resetS});
        }
    }
    return out;
}

}   // namespace gw::client
