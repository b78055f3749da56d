#include "core/dialects/endpoints.h"

namespace gw::dialects {

namespace {

// /v1/audio/speech: sound, given to the client as it comes.
class OpenAiSpeech final : public PassedDialect
{
public:
    std::vector<Route> routes() const override
    {
        std::vector<Route> routes;
        addRoutes(routes, "audio/speech", true);
        return routes;
    }

    Result<chat::Call> decode(Inbound in) const override
    {
        GW_TRY(chat::Call call,
               decodePassed(chat::Shape::OpenAiSpeech, std::move(in), "input", "audio/speech"));
        call.stream = true;
        call.billed.characters = charactersOf(passedField(call, "input"));
        return call;
    }

    std::string_view streamContentType(const chat::Call &) const override { return "audio/mpeg"; }
    // Sound has no place for an error: the cut says it.
    std::string encodeStreamError(const Error &, const Relayed &) const override { return {}; }

protected:
    std::string mocked(const chat::Call &, std::string_view text) const override { return std::string(text); }
};

}   // namespace

DialectPtr create_openaispeech();

DialectPtr create_openaispeech()
{
    return std::make_unique<OpenAiSpeech>();
}

}   // namespace gw::dialects
