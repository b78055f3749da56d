#include "core/dialects/endpoints.h"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace gw::dialects {

namespace {

constexpr std::int64_t kMostImages = 100;

// /v1/images/generations, /v1/images/edits, /v1/images/variations.
class OpenAiImages final : public PassedDialect
{
public:
    std::vector<Route> routes() const override
    {
        std::vector<Route> routes;
        for (const char *path : {"images/generations", "images/edits", "images/variations"})
            addRoutes(routes, path, true);
        return routes;
    }

    Result<chat::Call> decode(Inbound in) const override
    {
        std::string path(in.action);
        // Pictures come as files of a form; edits in JSON name theirs in ways of their own.
        const bool form = in.headers && wire::isMultipartForm(in.headers->valueOr("content-type"));
        const bool named = path == "images/variations" || (path == "images/edits" && form);
        GW_TRY(chat::Call call, decodePassed(chat::Shape::OpenAiImages, std::move(in),
                                             named ? "image" : "prompt", std::move(path)));
        const std::string n = passedField(call, "n");
        std::int64_t count = 1;
        std::from_chars(n.data(), n.data() + n.size(), count);
        call.billed.images = std::clamp<std::int64_t>(count, 1, kMostImages);
        // What is made when nothing is said (the API reference of OpenAI, for dall-e).
        const std::string size = passedField(call, "size");
        const std::string quality = passedField(call, "quality");
        call.billed.imageKind = (size.empty() || size == "auto" ? "1024x1024" : size) + " " +
                                (quality.empty() || quality == "auto" ? "standard" : quality);
        return call;
    }

protected:
    std::string mocked(const chat::Call &call, std::string_view text) const override
    {
        json::Array images;
        for (std::int64_t i = 0; i < call.billed.images; ++i)
            images.emplace_back(json::Object{{"url", text}});
        return json::serialize(json::Object{{"created", std::time(nullptr)}, {"data", std::move(images)}});
    }
};

}   // namespace

DialectPtr create_openaiimages();

DialectPtr create_openaiimages()
{
    return std::make_unique<OpenAiImages>();
}

}   // namespace gw::dialects
