#include "core/api/management.h"
#include "core/api/routes.h"
#include "core/base/ids.h"

#include <algorithm>
#include <charconv>

namespace gw::api {

namespace {

using engine::Access;
using engine::ApiReply;

constexpr const char *kTable = "VerificationToken";
constexpr std::int64_t kMostKeys = 100;
constexpr std::size_t kShownChars = 4;
constexpr std::size_t kKeyChars = 22;

ApiReply unknownKey(std::string_view given, const char *param = "key")
{
    const bool whole = given.starts_with("sk-");
    return notFound(
        "Key not found in database. Passed key=" +
            (whole ? "sk-..." + std::string(given.substr(given.size() -
                                                         std::min<std::size_t>(given.size(), kShownChars)))
                   : std::string(given)),
        param);
}

// Administrators, the user it belongs to, and the admins of its team.
bool mayChange(const Work &work, const access::Key &key)
{
    const auth::Principal &caller = work.caller();
    if (work.admin())
        return true;
    if (caller.role() == "internal_user" && !key.userId.empty() && key.userId == caller.userId)
        return true;
    return !key.teamId.empty() && isTeamAdmin(caller, work.directory().team(key.teamId).get());
}

bool maySee(const Work &work, const access::Key &key)
{
    const auth::Principal &caller = work.caller();
    return caller.viewer() || caller.keyHash == key.token ||
           (!key.userId.empty() && key.userId == caller.userId) || mayChange(work, key);
}

ApiReply mayNot(const access::Key &key)
{
    return notAllowed("You are not allowed to access or change this key: " + key.name);
}

ApiReply generate(Work &work)
{
    MadeKey made = makeKey(work, std::move(work.body));
    if (made.error)
        return std::move(*made.error);
    if (auto error = commit(work))
        return std::move(*error);
    return okReply(made.row);
}

ApiReply generateForService(Work &work)
{
    if (json::stringOr(work.body, "team_id").empty())
        return badRequest("team_id is required for service account keys. Please specify `team_id` in the "
                          "request body.",
                          "team_id");
    if (!json::stringOr(work.body, "user_id").empty())
        return badRequest("user_id must be null for service account keys", "user_id");
    const auto team = work.directory().team(json::stringOr(work.body, "team_id"));
    if (!work.admin() && !isTeamAdmin(work.caller(), team.get()))
        return engine::errorReply(auth::adminOnly(work.caller(), work.call.head.path));
    json::Object metadata;
    if (const json::Object *given = json::findObject(work.body, "metadata"))
        metadata = *given;
    metadata["service_account_id"] = json::stringOr(work.body, "key_alias");
    work.body["metadata"] = std::move(metadata);
    return generate(work);
}

// What binds whoever uses a key.
bool isLimit(std::string_view name)
{
    for (const char *limit : {"max_budget",
                              "soft_budget",
                              "budget_duration",
                              "budget_limits",
                              "budget_id",
                              "spend",
                              "tpm_limit",
                              "rpm_limit",
                              "max_parallel_requests",
                              "model_max_budget",
                              "model_rpm_limit",
                              "model_tpm_limit",
                              "temp_budget_increase",
                              "temp_budget_expiry",
                              "duration",
                              "blocked",
                              "allowed_routes",
                              "models",
                              "aliases",
                              "access_group_ids"}) {
        if (name == limit)
            return true;
    }
    return false;
}

// Users do as they like with keys they made for themselves; what others gave them keeps its limits. Nobody
// gives a key to somebody else.
std::optional<ApiReply> checkOwner(const Work &work, const access::Key &key)
{
    if (work.admin() || isTeamAdmin(work.caller(), work.directory().team(key.teamId).get()))
        return std::nullopt;
    const bool own = key.createdBy == work.caller().userId;
    for (const auto &[name, value] : work.body) {
        const bool moved = name == "user_id" && value != json::Value(key.userId);
        if (!value.is_null() && (moved || name == "spend" || (!own && isLimit(name))))
            return notAllowed("Only proxy admins and team admins may change " + std::string(name) +
                              " of a key");
    }
    return std::nullopt;
}

struct Updated
{
    access::Key key;
    std::optional<access::Pico> spend;
    std::optional<ApiReply> error = {};
};

// What the body makes of a known key.
Updated updated(Work &work, const access::Key &known)
{
    Updated out{known, {}};
    const auto refuse = [&](std::optional<ApiReply> error) {
        out.error = std::move(error);
        return std::move(out);
    };
    json::Object body = work.body;
    if (auto error = checkBudgets(work, body))
        return refuse(std::move(error));
    if (auto error = checkOwner(work, known))
        return refuse(std::move(error));
    if (auto error = checkPermissions(work, body))
        return refuse(std::move(error));
    std::optional<ApiReply> error;
    for (const char *name : {"key", "token", "key_name", "created_at", "created_by", "new_key",
                             "grace_period", "key_type", "send_invite_email"})
        body.erase(name);
    const std::string duration = takeText(body, "duration", error);
    out.spend = takeMoney(body, "spend", error);
    if (error)
        return refuse(std::move(error));
    if (body.contains("temp_budget_increase") != body.contains("temp_budget_expiry"))
        return refuse(badRequest("temp_budget_increase and temp_budget_expiry must be given together",
                                 body.contains("temp_budget_increase") ? "temp_budget_expiry"
                                                                       : "temp_budget_increase"));
    const std::string teamId(json::stringOr(body, "team_id"));
    if (!teamId.empty() && teamId != known.teamId) {
        const auto team = work.directory().team(teamId);
        if (!team)
            return refuse(
                badRequest("Unable to find team object in database. Team ID: " + teamId, "team_id"));
        if (!work.admin() && !isTeamAdmin(work.caller(), team.get()))
            return refuse(notAllowed("You are not an admin of team_id=" + teamId));
    }
    const std::string alias(json::stringOr(body, "key_alias"));
    if (!alias.empty() && alias != known.alias && (alias == "master" || work.edit.keyWithAlias(alias)))
        return refuse(badRequest("Key with alias '" + alias +
                                     "' already exists. Unique key aliases across all keys are required.",
                                 "key_alias"));
    auto read = access::Key::read(overlaid(known.write(), body));
    if (!read.ok())
        return refuse(unprocessable(read.error()));
    out.key = std::move(read).value();
    if (duration == "-1")
        out.key.expires = 0;
    else if (const auto length = access::parseDuration(duration))
        out.key.expires = access::Calendar::after(*length, work.nowS);
    out.key.updatedAt = work.nowS;
    out.key.updatedBy = work.who();
    return out;
}

ApiReply answerKey(Work &work, std::string_view given, const access::Key &key)
{
    json::Object answer{{"key", given}};
    for (const auto &[name, value] : keyRow(work.directory(), key, work.nowS))
        answer[name] = value;
    return okReply(answer);
}

ApiReply update(Work &work)
{
    const std::string given(json::stringOr(work.body, "key"));
    if (given.empty())
        return unprocessable("key", "Field required");
    const access::KeyPtr known = work.directory().keys().find(hashOf(given));
    if (!known)
        return unknownKey(given);
    if (!mayChange(work, *known))
        return mayNot(*known);
    Updated change = updated(work, *known);
    if (change.error)
        return std::move(*change.error);
    json::Object before = keyRow(work.directory(), *known, work.nowS);
    if (change.spend)
        work.edit.setSpent(access::Scope::Key, known->token, *change.spend,
                           work.directory().limitsOf(change.key).budgetDuration);
    work.edit.put(change.key);
    if (auto error = commit(work, "updated", kTable, known->token, std::move(before),
                            keyRow(work.directory(), change.key, work.nowS)))
        return std::move(*error);
    return answerKey(work, given, change.key);
}

ApiReply bulkUpdate(Work &work)
{
    const json::Array *list = json::findArray(work.body, "keys");
    if (!list)
        return unprocessable("keys", "Field required");
    json::Array good;
    json::Array bad;
    const json::Array rows = *list;
    for (const json::Value &row : rows) {
        work.body = row.is_object() ? row.get_object() : json::Object();
        const json::Value key = work.body.contains("key") ? work.body.at("key") : json::Value(nullptr);
        const ApiReply reply = update(work);
        const auto parsed = json::parse(reply.body);
        json::Value body = parsed.ok() ? parsed.value() : json::Value(nullptr);
        if (reply.status == 200)
            good.emplace_back(json::Object{{"key", key}, {"key_info", std::move(body)}});
        else
            bad.emplace_back(json::Object{{"key", key}, {"failed_reason", std::move(body)}});
    }
    return okReply(json::Object{{"total_requested", rows.size()},
                                {"successful_updates", std::move(good)},
                                {"failed_updates", std::move(bad)}});
}

ApiReply remove(Work &work)
{
    std::optional<ApiReply> error;
    const std::vector<std::string> given = takeTexts(work.body, "keys", error);
    const std::vector<std::string> aliases = takeTexts(work.body, "key_aliases", error);
    if (error)
        return std::move(*error);
    if (given.empty() && aliases.empty())
        return badRequest("At least one of keys or key_aliases must be given", "keys");
    std::vector<access::KeyPtr> keys;
    json::Array deleted;
    for (const std::string &one : given) {
        const access::KeyPtr key = work.directory().keys().find(hashOf(one));
        if (!key)
            return unknownKey(one, "keys");
        keys.push_back(key);
        deleted.emplace_back(one);
    }
    for (const std::string &alias : aliases) {
        const access::KeyPtr key = work.edit.keyWithAlias(alias);
        if (!key)
            return notFound("No key with alias '" + alias + "'", "key_aliases");
        keys.push_back(key);
        deleted.emplace_back(key->token);
    }
    for (const access::KeyPtr &key : keys) {
        if (!mayChange(work, *key))
            return mayNot(*key);
        note(work, "deleted", kTable, key->token, keyRow(work.directory(), *key, work.nowS), nullptr);
        work.edit.remove(access::Kind::Key, key->token);
    }
    if (auto failed = commit(work))
        return std::move(*failed);
    return okReply(json::Object{{"deleted_keys", std::move(deleted)}});
}

// The limits that count in the end could stand beside the row here, once somebody computes them for clients.
json::Object infoOf(Work &work, const access::Key &key)
{
    json::Object info = keyRow(work.directory(), key, work.nowS);
    if (!key.teamId.empty()) {
        const access::TeamPtr team = work.directory().team(key.teamId);
        info["team_alias"] = team ? json::Value(team->alias) : json::Value(nullptr);
    }
    return info;
}

ApiReply info(Work &work)
{
    const std::string given = queryText(work.call, "key");
    const auth::Principal &caller = work.caller();
    if (given.empty() && !caller.key) {
        if (caller.kind == auth::Principal::Kind::Open)
            return badRequest("Name the key: /key/info?key=sk-...", "key");
        const access::Pico spent =
            work.directory().spending().account(access::Scope::Key, caller.keyHash)->total();
        return okReply(json::Object{{"key", caller.keyHash},
                                    {"info", json::Object{{"key_name", "master"},
                                                          {"key_alias", "master"},
                                                          {"user_id", caller.userId},
                                                          {"spend", access::dollarsOf(spent)},
                                                          {"models", json::Array()},
                                                          {"max_budget", nullptr}}}});
    }
    const std::string hash = given.empty() ? caller.keyHash : hashOf(given);
    const access::KeyPtr key = work.directory().key(hash);
    if (!key)
        return unknownKey(given);
    if (!maySee(work, *key))
        return mayNot(*key);
    return okReply(
        json::Object{{"key", given.empty() ? hash : given},
                     {"info", infoOf(work, *key)},
                     {"effective_limits", effectiveLimits(work.directory(), work.config(), key, work.nowS)}});
}

ApiReply infoOfSeveral(Work &work)
{
    std::optional<ApiReply> error;
    const std::vector<std::string> given = takeTexts(work.body, "keys", error);
    if (error)
        return std::move(*error);
    if (given.empty())
        return unprocessable("keys", "Field required");
    json::Array rows;
    for (const std::string &one : given) {
        const access::KeyPtr key = work.directory().key(hashOf(one));
        if (key && maySee(work, *key))
            rows.emplace_back(infoOf(work, *key));
    }
    if (rows.empty())
        return notFound("No keys found", "keys");
    return okReply(json::Object{{"key", json::Array(given.begin(), given.end())}, {"info", std::move(rows)}});
}

bool isTrue(const engine::ApiCall &call, const char *name)
{
    const std::string text = queryText(call, name);
    return text == "true" || text == "True" || text == "1";
}

// Which keys the query asks for and the caller may see.
std::function<bool(const access::Key &)> listFilter(const Work &work)
{
    struct Filter
    {
        std::string user, team, organization, hash, alias;
        bool teamKeys = false;
    };
    Filter filter{queryText(work.call, "user_id"),         queryText(work.call, "team_id"),
                  queryText(work.call, "organization_id"), queryText(work.call, "key_hash"),
                  queryText(work.call, "key_alias"),       isTrue(work.call, "include_team_keys")};
    if (!filter.hash.empty())
        filter.hash = hashOf(filter.hash);
    return [&work, filter](const access::Key &key) {
        const bool team = filter.teamKeys && !key.teamId.empty() &&
                          isTeamAdmin(work.caller(), work.directory().team(key.teamId).get());
        if (!work.caller().viewer() && !team && !maySee(work, key))
            return false;
        return (filter.user.empty() || key.userId == filter.user || team) &&
               (filter.team.empty() || key.teamId == filter.team) &&
               (filter.organization.empty() ||
                json::stringOr(key.rest, "organization_id") == filter.organization) &&
               (filter.hash.empty() || key.token == filter.hash) &&
               (filter.alias.empty() || key.alias == filter.alias);
    };
}

std::optional<ApiReply> sortKeys(Work &work, std::vector<access::KeyPtr> &keys)
{
    const std::string by = queryText(work.call, "sort_by");
    const bool ascending = queryText(work.call, "sort_order") == "asc";
    if (by.empty() || by == "created_at") {
        if (ascending)
            std::ranges::reverse(keys);
        return std::nullopt;
    }
    const auto sortBy = [&](const auto &value) {
        std::ranges::stable_sort(keys, [&](const access::KeyPtr &a, const access::KeyPtr &b) {
            return ascending ? value(*a) < value(*b) : value(*b) < value(*a);
        });
    };
    if (by == "spend")
        sortBy([&](const access::Key &key) { return work.directory().spentBy(key, work.nowS).pico; });
    else if (by == "max_budget")
        sortBy([](const access::Key &key) { return key.limits.maxBudget.value_or(INT64_MAX); });
    else if (by == "updated_at")
        sortBy([](const access::Key &key) { return key.updatedAt; });
    else if (by == "expires")
        sortBy([](const access::Key &key) { return key.expires; });
    else if (by == "key_alias")
        sortBy([](const access::Key &key) -> const std::string & { return key.alias; });
    else
        return badRequest("Invalid sort_by='" + by +
                              "'. Use spend, max_budget, created_at, updated_at, expires "
                              "or key_alias.",
                          "sort_by");
    return std::nullopt;
}

ApiReply list(Work &work)
{
    Paging paging = pagingOf(work.call, "size", 10, kMostKeys);
    if (paging.error)
        return std::move(*paging.error);
    std::vector<access::KeyPtr> keys = keysWhere(work.directory(), listFilter(work));
    if (auto error = sortKeys(work, keys))
        return std::move(*error);
    const bool whole = isTrue(work.call, "return_full_object");
    json::Array rows;
    for (std::size_t i = paging.begin(keys.size()); i < paging.end(keys.size()); ++i) {
        if (whole)
            rows.emplace_back(keyRow(work.directory(), *keys[i], work.nowS));
        else
            rows.emplace_back(keys[i]->token);
    }
    return okReply(json::Object{{"keys", std::move(rows)},
                                {"total_count", keys.size()},
                                {"current_page", paging.page},
                                {"total_pages", paging.pages(keys.size())}});
}

ApiReply aliases(Work &work)
{
    json::Array names;
    for (const access::KeyPtr &key : keysWhere(work.directory(), [&](const access::Key &key) {
             return !key.alias.empty() && maySee(work, key);
         }))
        names.emplace_back(key->alias);
    return okReply(json::Object{{"aliases", std::move(names)}});
}

ApiReply setBlocked(Work &work, bool blocked)
{
    const std::string given(json::stringOr(work.body, "key"));
    if (given.empty())
        return unprocessable("key", "Field required");
    const access::KeyPtr known = work.directory().keys().find(hashOf(given));
    if (!known)
        return unknownKey(given);
    access::Key key = *known;
    key.blocked = blocked;
    key.updatedAt = work.nowS;
    key.updatedBy = work.who();
    work.edit.put(key);
    json::Object row = keyRow(work.directory(), key, work.nowS);
    if (auto error = commit(work, blocked ? "blocked" : "unblocked", kTable, key.token,
                            keyRow(work.directory(), *known, work.nowS), row))
        return std::move(*error);
    return okReply(row);
}

// "24h", or seconds; how long the old text still counts.
std::optional<std::int64_t> graceUntil(const json::Value &value, std::int64_t nowS)
{
    if (value.is_int64() && value.get_int64() >= 0)
        return nowS + value.get_int64();
    if (!value.is_string())
        return std::nullopt;
    const std::string_view text = value.get_string();
    std::int64_t seconds = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (problem == std::errc() && end == text.data() + text.size() && seconds >= 0)
        return nowS + seconds;
    const auto length = access::parseDuration(text);
    return length ? std::optional(access::Calendar::after(*length, nowS)) : std::nullopt;
}

ApiReply regenerate(Work &work)
{
    std::string given(json::stringOr(work.body, "key"));
    if (const auto it = work.call.path.find("key"); it != work.call.path.end())
        given = it->second;
    const std::string hash = given.empty() ? work.caller().keyHash : hashOf(given);
    const access::KeyPtr known = work.directory().keys().find(hash);
    if (!known)
        return unknownKey(given);
    if (!mayChange(work, *known))
        return mayNot(*known);
    const std::string wanted(json::stringOr(work.body, "new_key"));
    if (!wanted.empty() && !wanted.starts_with("sk-"))
        return badRequest("new_key must start with 'sk-'", "new_key");
    const std::string text = wanted.empty() ? "sk-" + randomToken(kKeyChars) : wanted;
    const std::string token = sha256Hex(text);
    if (work.directory().keys().find(token))
        return badRequest("Key already exists", "new_key");
    std::optional<std::int64_t> until;
    if (const json::Value *grace = json::find(work.body, "grace_period"); grace && !grace->is_null()) {
        until = graceUntil(*grace, work.nowS);
        if (!until)
            return badRequest("Invalid grace_period: expected seconds or a duration as 24h", "grace_period");
    }
    Updated change = updated(work, *known);
    if (change.error)
        return std::move(*change.error);
    json::Object before = keyRow(work.directory(), *known, work.nowS);
    change.key.token = token;
    change.key.name = "sk-..." + text.substr(text.size() - std::min(text.size(), kShownChars));
    work.edit.remove(access::Kind::Key, known->token, false);
    work.edit.rename(known->token, token);
    if (change.spend)
        work.edit.setSpent(access::Scope::Key, token, *change.spend,
                           work.directory().limitsOf(change.key).budgetDuration);
    if (until && *until > work.nowS)
        work.edit.put(access::GraceKey{known->token, token, *until});
    work.edit.put(change.key);
    note(work, "regenerated", kTable, token, std::move(before), nullptr);
    if (auto error = commit(work))
        return std::move(*error);
    json::Object answer{{"key", text}};
    for (const auto &[name, value] : keyRow(work.directory(), change.key, work.nowS))
        answer[name] = value;
    answer["token_id"] = token;
    return okReply(answer);
}

ApiReply resetSpend(Work &work)
{
    const std::string &given = work.call.path.at("key");
    const access::KeyPtr key = work.directory().keys().find(hashOf(given));
    if (!key)
        return unknownKey(given);
    if (!work.admin() && !isTeamAdmin(work.caller(), work.directory().team(key->teamId).get()))
        return mayNot(*key);
    std::optional<ApiReply> error;
    const auto to = takeMoney(work.body, "reset_to", error);
    if (error)
        return std::move(*error);
    if (!to)
        return unprocessable("reset_to", "Field required");
    const access::Pico before = work.directory().spentBy(*key, work.nowS).pico;
    if (*to > before)
        return badRequest("reset_to must not be more than what was spent", "reset_to");
    work.edit.setSpent(access::Scope::Key, key->token, *to, work.directory().limitsOf(*key).budgetDuration);
    if (auto failed =
            commit(work, "updated", kTable, key->token, json::Object{{"spend", access::dollarsOf(before)}},
                   json::Object{{"spend", access::dollarsOf(*to)}}))
        return std::move(*failed);
    return okReply(json::Object{
        {"key_hash", key->token},
        {"spend", access::dollarsOf(*to)},
        {"previous_spend", access::dollarsOf(before)},
        {"max_budget", access::dollarsOf(key->limits.maxBudget)},
        {"budget_reset_at", access::isoTime(work.directory().spentBy(*key, work.nowS).resetAt)}});
}

ApiReply health(Work &work)
{
    const access::Key *key = work.caller().key.get();
    const json::Value *logging = key ? json::find(key->metadata, "logging") : nullptr;
    return okReply(
        json::Object{{"key", "healthy"}, {"logging_callbacks", logging ? *logging : json::Value(nullptr)}});
}

}   // namespace

engine::ApiRoutes keyRoutes(access::Directory *directory, const StoredModels &stored)
{
    const auto regenerating = [stored](Work &work) {
        return work.body.contains("new_master_key") ? rotateMasterKey(work, stored) : regenerate(work);
    };
    const auto route = [directory](const char *method, const char *pattern, Job job,
                                   Access access = Access::Management) {
        return managementRoute(directory, method, pattern, access, job);
    };
    return {route("POST", "/key/generate", &generate),
            route("POST", "/key/service-account/generate", &generateForService),
            route("POST", "/key/update", &update),
            route("POST", "/key/bulk_update", &bulkUpdate, Access::Admin),
            route("POST", "/key/delete", &remove),
            route("GET", "/key/info", &info),
            route("POST", "/v2/key/info", &infoOfSeveral),
            route("GET", "/key/list", &list),
            route("GET", "/key/aliases", &aliases),
            route(
                "POST", "/key/block", [](Work &work) { return setBlocked(work, true); }, Access::Admin),
            route(
                "POST", "/key/unblock", [](Work &work) { return setBlocked(work, false); }, Access::Admin),
            route("POST", "/key/regenerate", regenerating),
            route("POST", "/key/{key}/regenerate", regenerating),
            route("POST", "/key/{key}/reset_spend", &resetSpend),
            route("POST", "/key/health", &health)};
}

}   // namespace gw::api
