#include "core/api/management.h"

#include "core/base/ids.h"
#include "core/base/logging.h"

#include <algorithm>
#include <charconv>

namespace gw::api {

using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;

namespace {

// Names of members that are to have no value any more: null, as LiteLLM has it, keeps what was.
constexpr std::string_view kClear = "portico_clear";

}   // namespace

std::string Work::who() const
{
    const std::string changedBy(call.head.headers.valueOr("litellm-changed-by"));
    if (!changedBy.empty() && admin())
        return changedBy;
    return caller().userId.empty() ? caller().keyAlias : caller().userId;
}

namespace {

// Where the database is, and what it says, is the log's.
ApiReply databaseAway(const Error &error)
{
    qCInfo(gwAuth, "a management call is refused: %s", error.message.c_str());
    ApiReply reply = engine::errorReply(
        {.code = error.code,
         .message = "Service Unavailable: the database cannot be asked or changed now. Try again later."});
    reply.headers.set("retry-after", "5");
    return reply;
}

}   // namespace

engine::ApiRoute managementRoute(access::Directory *directory, const char *method, const char *pattern,
                                 engine::Access access, Job job)
{
    return {
        method, pattern, access, [directory, job](ApiCall call, ApiRespond respond) {
            if (!directory)
                return respond(engine::errorReply(
                    {.code = ErrorCode::Internal,
                     .message = "DB not connected. See https://docs.litellm.ai/docs/proxy/virtual_keys"}));
            const access::Standing standing = directory->standing();
            if (standing == access::Standing::Away || standing == access::Standing::Lost)
                return respond(
                    databaseAway({.code = ErrorCode::DatabaseAway, .message = "the database is away"}));
            json::Object body;
            if (!call.body.empty()) {
                auto parsed = json::parse(call.body);
                if (!parsed.ok())
                    return respond(
                        engine::errorReply({.code = ErrorCode::BadJson,
                                            .message = "Invalid JSON payload: " + parsed.error().message}));
                if (!parsed.value().is_object())
                    return respond(unprocessable("body", "Input should be a valid dictionary"));
                body = std::move(parsed.value().get_object());
            }
            directory->edit([call = std::move(call), respond = std::move(respond), body = std::move(body),
                             job](access::Edit &edit) mutable {
                const bool looks = call.head.method == "GET";
                const auto begun =
                    edit.begin(looks ? access::Edit::Purpose::Look : access::Edit::Purpose::Change);
                if (!begun.ok())
                    return respond(databaseAway(begun.error()));
                Work work{edit, call, std::move(body), edit.nowS()};
                // It takes limits away, which nobody may do to themselves.
                if (!work.admin() && work.body.contains(kClear))
                    return respond(notAllowed("Only proxy admins may use " + std::string(kClear)));
                respond(job(work));
            });
        }};
}

ApiReply badRequest(std::string message, std::string param)
{
    return engine::errorReply(
        {.code = ErrorCode::BadRequest, .message = std::move(message), .param = std::move(param)});
}

ApiReply notFound(std::string message, std::string param)
{
    return engine::errorReply(
        {.code = ErrorCode::UpstreamNotFound, .message = std::move(message), .param = std::move(param)});
}

ApiReply notAllowed(std::string message)
{
    return engine::errorReply({.code = ErrorCode::UpstreamPermission, .message = std::move(message)});
}

ApiReply unprocessable(std::string_view member, std::string_view message)
{
    json::Array where{"body"};
    if (member != "body")
        where.emplace_back(member);
    json::Array detail;
    detail.emplace_back(json::Object{{"loc", std::move(where)}, {"msg", message}, {"type", "value_error"}});
    ApiReply reply = engine::jsonReply(json::Object{{"detail", std::move(detail)}});
    reply.status = 422;
    return reply;
}

ApiReply unprocessable(const Error &error)
{
    return unprocessable(error.param.empty() ? "body" : error.param, error.message);
}

ApiReply okReply(const json::Value &value)
{
    return engine::jsonReply(value);
}

std::optional<json::Value> takeMember(json::Object &body, std::string_view name)
{
    const auto it = body.find(name);
    if (it == body.end())
        return std::nullopt;
    json::Value value = std::move(it->value());
    body.stable_erase(it);
    return value.is_null() ? std::nullopt : std::optional(std::move(value));
}

std::string takeText(json::Object &body, std::string_view name, std::optional<ApiReply> &error)
{
    const auto value = takeMember(body, name);
    if (!value)
        return {};
    if (value->is_string())
        return std::string(value->get_string());
    if (!error)
        error = unprocessable(name, "Input should be a valid string");
    return {};
}

std::vector<std::string> takeTexts(json::Object &body, std::string_view name, std::optional<ApiReply> &error)
{
    std::vector<std::string> out;
    const auto value = takeMember(body, name);
    if (!value)
        return out;
    if (value->is_string())
        return {std::string(value->get_string())};
    bool good = value->is_array();
    for (const json::Value &item : good ? value->get_array() : json::Array()) {
        good = good && item.is_string();
        if (good)
            out.emplace_back(item.get_string());
    }
    if (!good && !error)
        error = unprocessable(name, "Input should be a list of strings");
    return out;
}

json::Object takeObject(json::Object &body, std::string_view name, std::optional<ApiReply> &error)
{
    const auto value = takeMember(body, name);
    if (!value || value->is_null())
        return {};
    if (value->is_object())
        return value->get_object();
    error = unprocessable(name, "Input should be a valid dictionary");
    return {};
}

std::optional<access::Pico> takeMoney(json::Object &body, std::string_view name,
                                      std::optional<ApiReply> &error)
{
    const auto value = takeMember(body, name);
    const auto pico = value ? access::picoOf(*value) : std::nullopt;
    if (value && !pico && !error)
        error = unprocessable(name, "Input should be an amount in USD that is not negative");
    return pico;
}

json::Object overlaid(json::Object known, const json::Object &body)
{
    if (const json::Array *cleared = json::findArray(body, kClear)) {
        for (const json::Value &name : *cleared) {
            if (name.is_string())
                known.erase(name.get_string());
        }
    }
    for (const auto &[name, value] : body) {
        if (!value.is_null() && name != kClear)
            known[name] = value;
    }
    return known;
}

namespace {

// Callbacks and the like may have credentials in what is noted: the log of changes has none.
void hideSecrets(json::Value &value)
{
    if (json::Array *list = value.if_array()) {
        for (json::Value &item : *list)
            hideSecrets(item);
    }
    json::Object *object = value.if_object();
    if (!object)
        return;
    for (auto &member : *object) {
        const std::string_view name = member.key();
        const bool secret = name.find("secret") != std::string_view::npos ||
                            name.find("password") != std::string_view::npos || name.ends_with("api_key") ||
                            name.ends_with("public_key");
        if (secret && member.value().is_string() && name != "user_api_key")
            member.value() = "****";
        else
            hideSecrets(member.value());
    }
}

}   // namespace

void note(Work &work, std::string_view action, std::string_view table, const std::string &object,
          json::Value before, json::Value after)
{
    hideSecrets(before);
    hideSecrets(after);
    work.edit.note({.who = work.who(),
                    .keyHash = work.caller().keyHash,
                    .action = std::string(action),
                    .table = "LiteLLM_" + std::string(table),
                    .object = object,
                    .before = std::move(before),
                    .after = std::move(after)});
}

std::optional<ApiReply> commit(Work &work)
{
    const auto done = work.edit.commit(work.who());
    if (done.ok())
        return std::nullopt;
    return databaseAway(done.error());
}

std::optional<ApiReply> commit(Work &work, std::string_view action, std::string_view table,
                               const std::string &object, json::Value before, json::Value after)
{
    note(work, action, table, object, std::move(before), std::move(after));
    return commit(work);
}

std::size_t Paging::begin(std::size_t total) const
{
    return std::min(total, static_cast<std::size_t>((page - 1) * size));
}

std::size_t Paging::end(std::size_t total) const
{
    return std::min(total, static_cast<std::size_t>(page * size));
}

std::int64_t Paging::pages(std::size_t total) const
{
    return (static_cast<std::int64_t>(total) + size - 1) / size;
}

Paging pagingOf(const ApiCall &call, const char *sizeName, std::int64_t usual, std::int64_t most)
{
    constexpr std::int64_t kMostPages = 1'000'000'000;
    Paging paging{1, usual};
    const auto read = [&](const char *name, std::int64_t &out, std::int64_t bound) {
        const auto text = call.query.value(name);
        if (!text || text->empty())
            return;
        const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), out);
        if (problem != std::errc() || end != text->data() + text->size() || out < 1 || out > bound)
            paging.error =
                unprocessable(name, "Input should be a whole number from 1 to " + std::to_string(bound));
    };
    read("page", paging.page, kMostPages);
    read(sizeName, paging.size, most);
    return paging;
}

std::string queryText(const ApiCall &call, std::string_view name)
{
    return std::string(call.query.valueOr(name));
}

std::vector<std::string> queryTexts(const ApiCall &call, std::string_view name)
{
    std::vector<std::string> out;
    for (const std::string &item : wire::listItems(call.query.valueOr(name)))
        out.push_back(item);
    return out;
}

std::string hashOf(std::string_view keyOrHash)
{
    return keyOrHash.starts_with("sk-") ? sha256Hex(keyOrHash) : std::string(keyOrHash);
}

std::vector<access::KeyPtr> keysWhere(access::Directory &directory,
                                      const std::function<bool(const access::Key &)> &wanted)
{
    std::vector<access::KeyPtr> keys = directory.keys().select(wanted);
    std::ranges::sort(keys, [](const access::KeyPtr &a, const access::KeyPtr &b) {
        return a->createdAt != b->createdAt ? a->createdAt > b->createdAt : a->token < b->token;
    });
    return keys;
}

bool isTeamAdmin(const auth::Principal &caller, const access::Team *team)
{
    const access::TeamMember *member = team ? team->member(caller.userId) : nullptr;
    return member && member->role == "admin";
}

std::optional<ApiReply> checkPermissions(const Work &work, const json::Object &body)
{
    const json::Value *asked = json::find(body, "permissions");
    const json::Object *object = asked ? asked->if_object() : nullptr;
    if (work.admin() || !asked || asked->is_null() || (object && object->empty()))
        return std::nullopt;
    return notAllowed("Only proxy admins may set permissions of a key");
}

std::optional<ApiReply> checkBudgets(Work &work, const json::Object &body)
{
    for (const char *name :
         {"duration", "budget_duration", "rotation_interval", "team_member_key_duration"}) {
        const auto text = json::findString(body, name);
        if (text && !text->empty() && *text != "-1" && !access::parseDuration(*text))
            return badRequest("Invalid " + std::string(name) + "='" + std::string(*text) +
                                  "': expected a number and a unit, as 30s, 5m, 12h, 7d, 2w or 1mo",
                              name);
    }
    const auto budget = json::findString(body, "budget_id");
    if (budget && !budget->empty() && !work.directory().budget(*budget))
        return badRequest("Budget not found, passed budget_id=" + std::string(*budget), "budget_id");
    return std::nullopt;
}

}   // namespace gw::api
