#include "core/dialects/endpoints.h"

namespace gw::dialects {

namespace {

// /v1/audio/transcriptions and /v1/audio/translations: a form with a file; the answer is JSON or plain text.
class OpenAiTranscription final : public PassedDialect
{
public:
    std::vector<Route> routes() const override
    {
        std::vector<Route> routes;
        for (const char *path : {"audio/transcriptions", "audio/translations"})
            addRoutes(routes, path, true);
        return routes;
    }

    Result<chat::Call> decode(Inbound in) const override
    {
        std::string path(in.action);
        GW_TRY(chat::Call call,
               decodePassed(chat::Shape::OpenAiTranscription, std::move(in), "file", std::move(path)));
        if (const wire::FormPart *file = call.form ? call.form->file() : nullptr)
            call.billed.audioMilliseconds = wavMilliseconds(call.form->value(call.body, *file));
        return call;
    }

protected:
    std::string mocked(const chat::Call &call, std::string_view text) const override
    {
        const std::string format = passedField(call, "response_format");
        if (format == "text" || format == "srt" || format == "vtt")
            return std::string(text) + "\n";
        return json::serialize(json::Object{{"text", text}});
    }
};

}   // namespace

DialectPtr create_openaitranscription();

DialectPtr create_openaitranscription()
{
    return std::make_unique<OpenAiTranscription>();
}

}   // namespace gw::dialects
