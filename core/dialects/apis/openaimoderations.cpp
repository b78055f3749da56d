#include "core/base/ids.h"
#include "core/dialects/endpoints.h"

namespace gw::dialects {

namespace {

// /v1/moderations.
class OpenAiModerations final : public PassedDialect
{
public:
    std::vector<Route> routes() const override
    {
        std::vector<Route> routes;
        addRoutes(routes, "moderations", false);
        return routes;
    }

    Result<chat::Call> decode(Inbound in) const override
    {
        GW_TRY(chat::Call call,
               decodePassed(chat::Shape::OpenAiModerations, std::move(in), "input", "moderations"));
        call.stream = false;
        return call;
    }

protected:
    std::string mocked(const chat::Call &call, std::string_view) const override
    {
        json::Object result{
            {"flagged", false}, {"categories", json::Object()}, {"category_scores", json::Object()}};
        return json::serialize(json::Object{{"id", "modr-" + randomToken(29)},
                                            {"model", call.model},
                                            {"results", json::Array{std::move(result)}}});
    }
};

}   // namespace

DialectPtr create_openaimoderations();

DialectPtr create_openaimoderations()
{
    return std::make_unique<OpenAiModerations>();
}

}   // namespace gw::dialects
