#include "core/routing/caller.h"

#include <algorithm>
#include <utility>

namespace gw::routing {

namespace {

void addTags(std::vector<std::string> &tags, const std::vector<std::string> &more)
{
    for (const std::string &tag : more) {
        if (std::ranges::find(tags, tag) == tags.end())
            tags.push_back(tag);
    }
}

// The first header that names one wins over the body.
void readEndUser(const config::General &general, const wire::Headers &headers, chat::Call &call)
{
    const auto read = [&](std::string_view name) {
        const auto value = name.empty() ? std::nullopt : headers.value(name);
        if (value && !value->empty())
            call.endUser = *value;
        return value && !value->empty();
    };
    if (read("x-litellm-customer-id") || read("x-litellm-end-user-id"))
        return;
    for (const std::string &name : general.customerHeaders) {
        if (read(name))
            return;
    }
    read(general.userHeaderName);
}

}   // namespace

std::string modelFor(const config::General &general, std::string_view route, const std::string &given)
{
    const std::string &forAll = route.ends_with("/embeddings")           ? general.embeddingModel
                                : route.ends_with("/images/generations") ? general.imageModel
                                : route.ends_with("/moderations")        ? general.moderationModel
                                : route.find("/images/") != std::string_view::npos ||
                                        route.find("/audio/") != std::string_view::npos ||
                                        route.ends_with("/rerank")
                                    ? given
                                    : general.completionModel;
    return forAll.empty() ? given : forAll;
}

Result<std::string> programTag(const access::Directory *directory, const peers::SightingPtr &program)
{
    constexpr std::chrono::milliseconds kWait{20};
    constexpr int kRetryMs = 5000;
    if (!directory || !program || !directory->knowsPrograms())
        return std::string();
    const peers::ProgramPtr found = program->await(kWait);
    std::string name = found ? std::string(access::Tag::kProgram) + found->name : std::string();
    const access::TagPtr tag = found ? directory->tag(name) : nullptr;
    if (!tag)
        return std::string();
    if (tag->paused)
        return Error{.code = ErrorCode::Overloaded,
                     .message = "The program " + found->name +
                                " is paused in Portico. Resume it there to be answered again.",
                     .retryAfterMs = kRetryMs};
    return name;
}

Result<void> applyCaller(const config::Config &config, const auth::Principal &principal,
                         const wire::Headers &headers, const peers::SightingPtr &program, chat::Call &call)
{
    readEndUser(config.general, headers, call);
    if (config.general.enforceUserParam && call.endUser.empty())
        return Error{.code = ErrorCode::BadRequest,
                     .message = "BadRequestError: 'user' param not passed in. 'enforce_user_param'=True",
                     .param = "user"};
    // Each tag counts once for a request, however often it is named.
    addTags(call.gateway.tags, std::exchange(call.gateway.tags, {}));
    if (const auto tags = headers.value("x-litellm-tags"))
        addTags(call.gateway.tags, wire::listItems(*tags));
    if (principal.key)
        addTags(call.gateway.tags, principal.key->tags);
    if (principal.team)
        addTags(call.gateway.tags, principal.team->tags);
    GW_TRY(const std::string rules, programTag(principal.directory, program));
    if (!rules.empty())
        addTags(call.gateway.tags, {rules});
    if (!principal.directory || call.endUser.empty())
        return {};
    const access::CustomerPtr customer = principal.directory->customer(call.endUser);
    if (!customer)
        return {};
    if (customer->blocked)
        return Error{.code = ErrorCode::BlockedKey,
                     .message = "Authentication Error, User blocked from making LLM API Calls. User=" +
                                call.endUser};
    if (call.gateway.region.empty())
        call.gateway.region = customer->allowedModelRegion;
    return {};
}

}   // namespace gw::routing
