#include "core/api/management.h"
#include "core/base/ids.h"

#include <algorithm>
#include <array>

// How keys are made: defaults and bounds of the config, rights, then the row.
namespace gw::api {

namespace {

using engine::ApiReply;

constexpr std::size_t kKeyChars = 22;     // As LiteLLM's: 128 random bits.
constexpr std::size_t kShortestKey = 8;   // Of a key that somebody chooses.
constexpr std::size_t kShownChars = 4;

const json::Object *section(const Work &work, std::string_view name)
{
    return json::findObject(work.config().litellm.raw, name);
}

// default_key_generate_params where the body says nothing.
void applyDefaults(const Work &work, json::Object &body)
{
    const json::Object *defaults = section(work, "default_key_generate_params");
    for (const auto &[name, value] : defaults ? *defaults : json::Object()) {
        const json::Value *given = json::find(body, name);
        const bool empty = !given || given->is_null() || (given->is_array() && given->get_array().empty()) ||
                           (given->is_object() && given->get_object().empty());
        if (empty)
            body[name] = value;
    }
}

bool isLonger(std::string_view duration, std::string_view bound)
{
    const auto given = access::parseDuration(duration);
    const auto most = access::parseDuration(bound);
    return given && most && access::Calendar::after(*given, 0) > access::Calendar::after(*most, 0);
}

// upperbound_key_generate_params: what is above, or says nothing, becomes the bound.
void applyBounds(const Work &work, json::Object &body)
{
    const json::Object *bounds = section(work, "upperbound_key_generate_params");
    for (const auto &[name, bound] : bounds ? *bounds : json::Object()) {
        const json::Value *given = json::find(body, name);
        if (!given || given->is_null()) {
            body[name] = bound;
        } else if (bound.is_number()) {
            const auto asked = json::toDouble(*given);
            if (asked && *asked > bound.to_number<double>())
                body[name] = bound;
        } else if (bound.is_string() && given->is_string()) {
            if (isLonger(given->get_string(), bound.get_string()))
                body[name] = bound;
        }
    }
}

bool holds(const json::Array *list, std::string_view text)
{
    return list && std::ranges::find(*list, json::Value(text)) != list->end();
}

// key_generation_settings: who may make keys for a team or for themselves, and what they must say.
std::optional<ApiReply> checkSettings(const Work &work, const access::Team *team, const json::Object &body)
{
    const json::Object *settings = section(work, "key_generation_settings");
    const json::Object *rule =
        settings ? json::findObject(*settings, team ? "team_key_generation" : "personal_key_generation")
                 : nullptr;
    if (!rule)
        return std::nullopt;
    const json::Array *roles =
        json::findArray(*rule, team ? "allowed_team_member_roles" : "allowed_user_roles");
    const access::TeamMember *member = team ? team->member(work.caller().userId) : nullptr;
    const std::string_view role = !team ? work.caller().role() : member ? member->role : std::string_view();
    if (!work.admin() && roles && !holds(roles, role))
        return notAllowed(team ? "Team member role " + std::string(role) + " not in allowed_team_member_roles"
                               : "Personal key creation has been restricted by admin. Your role=" +
                                     std::string(role));
    const json::Array *required = json::findArray(*rule, "required_params");
    for (const json::Value &name : required ? *required : json::Array()) {
        const json::Value *given = name.is_string() ? json::find(body, name.get_string()) : nullptr;
        if (!given || given->is_null())
            return badRequest("Required param " + json::serialize(name) + " not in data",
                              name.is_string() ? std::string(name.get_string()) : std::string());
    }
    return std::nullopt;
}

// Administrators for everybody; users for themselves, in teams that let them.
std::optional<ApiReply> checkRights(const Work &work, json::Object &body, const access::Team *team)
{
    if (work.admin())
        return std::nullopt;
    const auth::Principal &caller = work.caller();
    if (caller.role() != "internal_user")
        return engine::errorReply(auth::adminOnly(caller, work.call.head.path));
    const json::Value *user = json::find(body, "user_id");
    if (!user || user->is_null())
        body["user_id"] = caller.userId;
    const bool own = body["user_id"].is_string() && body["user_id"].get_string() == caller.userId;
    if (!team)
        return own ? std::nullopt
                   : std::optional(notAllowed("User can only create keys for themselves. Got user_id=" +
                                              json::serialize(body["user_id"]) +
                                              ", Your ID=" + caller.userId));
    if (isTeamAdmin(caller, team))
        return std::nullopt;
    const bool granted = holds(json::findArray(team->rest, "team_member_permissions"), "/key/generate");
    if (!team->member(caller.userId) || !own || !granted)
        return notAllowed("User=" + caller.userId + " may not create keys for team_id=" + team->teamId);
    return std::nullopt;
}

std::optional<ApiReply> checkAlias(const Work &work, std::string_view alias)
{
    if (alias.empty())
        return std::nullopt;
    if (alias == "master")
        return badRequest("The alias 'master' stands for the master key. Choose another one.", "key_alias");
    if (work.edit.keyWithAlias(alias))
        return badRequest("Key with alias '" + std::string(alias) +
                              "' already exists. Unique key aliases across all keys are required.",
                          "key_alias");
    if (!json::findBool(work.config().litellm.raw, "enable_key_alias_format_validation").value_or(false))
        return std::nullopt;
    constexpr std::size_t kMostChars = 255;
    const auto isWord = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
    const bool good = alias.size() >= 2 && alias.size() <= kMostChars && isWord(alias.front()) &&
                      isWord(alias.back()) && std::ranges::all_of(alias, [&](char c) {
                          return isWord(c) || std::string_view("_-/.@").find(c) != std::string_view::npos;
                      });
    if (!good)
        return badRequest("Invalid key_alias '" + std::string(alias) + "'", "key_alias");
    return std::nullopt;
}

// key_type says allowed_routes in one word.
std::optional<ApiReply> applyType(json::Object &body)
{
    std::optional<ApiReply> error;
    const std::string type = takeText(body, "key_type", error);
    if (error || type.empty() || type == "default")
        return error;
    const char *group = type == "llm_api"      ? "llm_api_routes"
                        : type == "management" ? "management_routes"
                        : type == "read_only"  ? "info_routes"
                                               : nullptr;
    if (!group)
        return unprocessable("key_type", "Input should be 'llm_api', 'management', 'read_only' or 'default'");
    body["allowed_routes"] = json::Array{group};
    return std::nullopt;
}

// What the caller wants the key to be; empty: nobody cares.
struct Wish
{
    std::string key;
    std::string duration;
    access::Pico spend = 0;
};

std::optional<ApiReply> takeWish(const Work &work, json::Object &body, Wish &wish)
{
    std::optional<ApiReply> error;
    wish.key = takeText(body, "key", error);
    wish.duration = takeText(body, "duration", error);
    wish.spend = takeMoney(body, "spend", error).value_or(0);
    for (const char *ignored :
         {"send_invite_email", "token", "key_name", "created_at", "updated_at", "blocked_by"})
        body.erase(ignored);
    if (error || wish.key.empty())
        return error;
    if (!wish.key.starts_with("sk-"))
        return badRequest("Invalid key format. LiteLLM Virtual Keys must start with 'sk-'. Received: " +
                              wish.key.substr(0, 2) + "****",
                          "key");
    if (wish.key.size() < kShortestKey)
        return badRequest("Invalid key format. A key has at least 8 characters.", "key");
    if (work.directory().keys().find(sha256Hex(wish.key)))
        return badRequest("Key already exists", "key");
    return std::nullopt;
}

}   // namespace

MadeKey makeKey(Work &work, json::Object body)
{
    if (auto error = checkPermissions(work, body))
        return {{}, std::move(error)};
    applyDefaults(work, body);
    applyBounds(work, body);
    if (auto error = checkBudgets(work, body))
        return {{}, std::move(error)};
    Wish wish;
    if (auto error = takeWish(work, body, wish))
        return {{}, std::move(error)};
    if (auto error = applyType(body))
        return {{}, std::move(error)};
    const std::string teamId(json::stringOr(body, "team_id"));
    const access::TeamPtr team = teamId.empty() ? nullptr : work.directory().team(teamId);
    if (!teamId.empty() && !team)
        return {{}, badRequest("Unable to find team object in database. Team ID: " + teamId, "team_id")};
    if (auto error = checkRights(work, body, team.get()))
        return {{}, std::move(error)};
    if (auto error = checkSettings(work, team.get(), body))
        return {{}, std::move(error)};
    if (auto error = checkAlias(work, json::stringOr(body, "key_alias")))
        return {{}, std::move(error)};
    auto read = access::Key::read(body);
    if (!read.ok())
        return {{}, unprocessable(read.error())};
    access::Key key = std::move(read).value();
    const std::string text = wish.key.empty() ? "sk-" + randomToken(kKeyChars) : wish.key;
    key.token = sha256Hex(text);
    key.name = "sk-..." + text.substr(text.size() - kShownChars);
    if (wish.duration.empty() && team)
        wish.duration = json::stringOr(team->rest, "team_member_key_duration");
    if (const auto length = access::parseDuration(wish.duration))
        key.expires = access::Calendar::after(*length, work.nowS);
    key.createdAt = key.updatedAt = work.nowS;
    key.createdBy = key.updatedBy = work.who();
    const access::Key made = key;
    const std::string duration = work.directory().limitsOf(made).budgetDuration;
    work.edit.setSpent(access::Scope::Key, made.token, wish.spend, duration);
    work.edit.put(std::move(key));
    json::Object row = keyRow(work.directory(), made, work.nowS);
    row["spend"] = access::dollarsOf(wish.spend);
    note(work, "created", "VerificationToken", made.token, nullptr, json::Value(row));
    json::Object answer{{"key", text}};
    for (const auto &[name, value] : row)
        answer[name] = value;
    answer["token_id"] = made.token;
    return {std::move(answer), std::nullopt};
}

}   // namespace gw::api
