#include "core/api/spendviews.h"
#include "core/billing/rates.h"
#include "core/chat/estimator.h"
#include "core/pricing/cost.h"
#include "core/providers/adapters/openai/answerreader.h"

#include <algorithm>

namespace gw::api {

namespace {

using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;
using ledger::Dimension;

constexpr std::int64_t kRows = 1000;

ApiReply noDatabase()
{
    return engine::errorReply(
        {.code = ErrorCode::Internal,
         .message = "DB not connected. See https://docs.litellm.ai/docs/proxy/virtual_keys"});
}

// Those who have spent most come first; one page of them.
template <typename Pointer, typename Spent, typename MakeRow>
void rank(const ApiCall &call, const ApiRespond &respond, std::vector<Pointer> all, Spent spent, MakeRow row)
{
    Paging paging = pagingOf(call, "limit", kRows, kRows);
    if (paging.error)
        return respond(std::move(*paging.error));
    std::vector<std::pair<access::Pico, Pointer>> order;
    for (Pointer &one : all) {
        const access::Pico pico = spent(*one);
        order.emplace_back(pico, std::move(one));
    }
    std::ranges::stable_sort(order, [](const auto &a, const auto &b) {
        return a.first != b.first ? a.first > b.first : a.second->id() < b.second->id();
    });
    json::Array rows;
    for (std::size_t i = paging.begin(order.size()); i < paging.end(order.size()); ++i)
        rows.emplace_back(row(*order[i].second));
    respond(engine::jsonReply(std::move(rows)));
}

void keys(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    if (!sources.directory)
        return respond(noDatabase());
    access::Directory &all = *sources.directory;
    const std::int64_t nowS = all.clock().unixUs() / 1'000'000;
    rank(
        call, respond, all.keys().select(),
        [&](const access::Key &key) { return all.spentBy(key, nowS).pico; },
        [&](const access::Key &key) { return keyRow(all, key, nowS); });
}

void users(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    if (!sources.directory)
        return respond(noDatabase());
    access::Directory &all = *sources.directory;
    const std::int64_t nowS = all.clock().unixUs() / 1'000'000;
    const std::string wanted = queryText(call, "user_id");
    if (!seesAll(call.principal) && wanted.empty())
        return respond(engine::errorReply(auth::adminOnly(call.principal, call.head.path)));
    if (!seesAll(call.principal) && wanted != call.principal.userId)
        return respond(notAllowed("The spend of user_id=" + wanted + " belongs to somebody else."));
    rank(
        call, respond,
        all.users().select([&](const access::User &user) { return wanted.empty() || user.userId == wanted; }),
        [&](const access::User &user) { return all.spentBy(user, nowS).pico; },
        [&](const access::User &user) { return userRow(all, user, nowS); });
}

void tags(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    const auto times = timesOf(call);
    if (!times.ok())
        return respond(engine::errorReply(times.error()));
    using Rows = std::vector<ledger::NamedTotals>;
    askTotals(sources.reader, Dimension::Tag, {}, {times.value().fromUs, times.value().untilUs},
              replying<Rows>(respond, [](const Rows &rows) {
                  json::Array list;
                  for (const ledger::NamedTotals &row : rows)
                      list.emplace_back(json::Object{{"individual_request_tag", row.name},
                                                     {"log_count", row.totals.attempts},
                                                     {"total_spend", dollars(row.totals.costPico)}});
                  return engine::jsonReply(std::move(list));
              }));
}

// The price of a group's first deployment, else what the table says of the name.
std::optional<pricing::Price> priceOf(const SpendSources &sources, const ApiCall &call,
                                      std::string_view model)
{
    engine::Shared &shared = sources.shared;
    const std::int64_t nowUs = shared.clock.unixUs();
    std::string provider;
    std::optional<pricing::Price> price;
    if (const auto resolution = call.table->resolve(model); resolution && !resolution->paused) {
        const providers::Target &target = *resolution->group->members.front().target;
        provider = target.provider;
        price = billing::deploymentPrice(shared.prices, target, nowUs);
    } else {
        const providers::ModelName split = providers::splitModel(shared.catalog, model, {}, {});
        provider = split.row ? split.row->id : std::string();
        price = shared.prices.lookup(
            {.provider = provider, .model = split.upstream, .baseUrl = {}, .unixUs = nowUs});
    }
    if (price)
        price->adjustment = billing::adjustmentFor(provider, call.table->config().litellm);
    return price;
}

Result<chat::Usage> usageOfMessages(const ApiCall &call)
{
    const auto decoded = dialects::Dialects::all()["openaichat"].decode({.body = call.body});
    if (!decoded.ok())
        return decoded.error();
    const auto canonical = decoded.value().canonical();
    if (!canonical.ok())
        return canonical.error();
    chat::Usage usage;
    usage.input = chat::Estimator::tokensOf(*canonical.value());
    usage.output = 0;
    return usage;
}

void calculate(const SpendSources &sources, const ApiCall &call, const ApiRespond &respond)
{
    const auto parsed = json::parse(call.body);
    if (!parsed.ok() || !parsed.value().is_object())
        return respond(engine::errorReply({.code = ErrorCode::BadJson, .message = "Invalid JSON payload"}));
    const json::Object &body = parsed.value().get_object();
    const json::Object *answer = json::findObject(body, "completion_response");
    if (!answer && !json::findArray(body, "messages"))
        return respond(
            badRequest("Bad Request - Either 'model' and 'messages' or 'completion_response' must be "
                       "provided",
                       "messages"));
    std::string model(json::stringOr(body, "model"));
    if (model.empty() && answer)
        model = json::stringOr(*answer, "model");
    if (model.empty())
        return respond(badRequest("Bad Request - 'model' is missing", "model"));
    Result<chat::Usage> usage = Error{};
    if (answer) {
        const json::Object *told = json::findObject(*answer, "usage");
        if (!told)
            return respond(
                badRequest("Bad Request - completion_response has no usage", "completion_response"));
        usage = providers::openai::readUsage(*told, false);
    } else {
        usage = usageOfMessages(call);
    }
    if (!usage.ok())
        return respond(engine::errorReply(usage.error()));
    const auto price = priceOf(sources, call, model);
    if (!price)
        return respond(
            badRequest("This model isn't mapped yet: model=" + model + " has no known price", "model"));
    respond(engine::jsonReply(json::Object{{"cost", dollars(pricing::cost(usage.value(), *price).pico)}}));
}

}   // namespace

engine::ApiRoutes spendListRoutes(const SpendSources &sources)
{
    engine::ApiRoutes routes{wholeSpendRoute(sources, "GET", "/spend/keys", &keys),
                             spendRoute(sources, "GET", "/spend/users", &users),
                             wholeSpendRoute(sources, "GET", "/spend/tags", &tags),
                             spendRoute(sources, "POST", "/spend/calculate", &calculate)};
    routes.back().access = engine::Access::Key;
    return routes;
}

}   // namespace gw::api
