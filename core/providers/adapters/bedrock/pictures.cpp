#include "core/providers/adapters/bedrock/pictures.h"

#include "core/providers/decoding.h"
#include "core/providers/params.h"
#include "core/providers/pictures.h"

#include <array>

namespace gw::providers::bedrock {

namespace {

constexpr std::array kStabilityRatios{
    std::string_view("1:1"),  std::string_view("2:3"),  std::string_view("3:2"),
    std::string_view("4:5"),  std::string_view("5:4"),  std::string_view("9:16"),
    std::string_view("16:9"), std::string_view("9:21"), std::string_view("21:9")};

bool isStability(std::string_view id)
{
    return id.find("stability.") != std::string_view::npos;
}

// Titan and Nova Canvas. What OpenAI does not know is a member of imageGenerationConfig, or of the text's.
json::Object writeAmazon(PictureRequest &request)
{
    json::Object text{{"text", request.prompt}};
    for (const std::string_view key : {"negativeText", "negative_prompt"}) {
        if (auto negative = takeParam(request, key))
            text["negativeText"] = std::move(*negative);
    }
    if (auto style = takeParam(request, "style");
        style && *style != json::Value("vivid") && *style != json::Value("natural"))
        text["style"] = std::move(*style);   // Nova's own words for it, not OpenAI's two.
    json::Object config{{"numberOfImages", request.count}};
    if (request.width > 0) {
        config["width"] = request.width;
        config["height"] = request.height;
    }
    if (auto quality = takeParam(request, "quality")) {
        const bool better = *quality == json::Value("hd") || *quality == json::Value("high") ||
                            *quality == json::Value("premium");
        config["quality"] = better ? "premium" : "standard";
    }
    dropOpenAiParams(request);
    for (const auto &member : request.params)
        config[member.key()] = member.value();
    return {{"taskType", "TEXT_IMAGE"},
            {"textToImageParams", std::move(text)},
            {"imageGenerationConfig", std::move(config)}};
}

Result<json::Object> writeStability(PictureRequest &request, const Target &target)
{
    if (request.count > 1)
        GW_CHECK(refuseParam(request, target, "n"));
    json::Object body{{"prompt", request.prompt}};
    if (const std::string ratio = nearestRatio(request, kStabilityRatios); !ratio.empty())
        body["aspect_ratio"] = ratio;
    if (auto format = takeParam(request, "output_format")) {
        if (*format == json::Value("webp"))
            GW_CHECK(refuseParam(request, target, "output_format"));
        else
            body["output_format"] = std::move(*format);
    }
    dropOpenAiParams(request);
    for (const auto &member : request.params)
        body[member.key()] = member.value();
    return body;
}

class Pictures final : public PictureRelay
{
public:
    explicit Pictures(const chat::Call &call)
        : PictureRelay(call)
        , m_type(call.memberText("output_format") == "\"jpeg\"" ? "image/jpeg" : "image/png")
    {}

protected:
    Result<MadePictures> read(json::Object &answer) override
    {
        MadePictures made;
        const json::Array *images = json::findArray(answer, "images");
        for (std::size_t i = 0; images && i < images->size(); ++i) {
            if ((*images)[i].is_string() && !(*images)[i].get_string().empty())
                made.pictures.push_back({m_type, std::string((*images)[i].get_string())});
        }
        if (!made.pictures.empty())
            return made;
        const std::string why = reason(answer);
        if (why.empty())
            return malformed("the provider's answer has no pictures");
        return Error{.code = ErrorCode::UpstreamContentPolicy,
                     .message = "the model made no picture: " + why,
                     .upstreamStatus = 200};
    }

private:
    // Amazon's "error", Stability's list of reasons.
    static std::string reason(const json::Object &answer)
    {
        std::string why(json::stringOr(answer, "error"));
        const json::Array *reasons = json::findArray(answer, "finish_reasons");
        for (std::size_t i = 0; reasons && i < reasons->size(); ++i) {
            if (why.empty() && (*reasons)[i].is_string())
                why = (*reasons)[i].get_string();
        }
        return why;
    }

    const std::string m_type;
};

}   // namespace

bool makesPictures(std::string_view id)
{
    return isStability(id) || id.find("titan-image") != std::string_view::npos ||
           id.find("nova-canvas") != std::string_view::npos;
}

Result<json::Object> writePictures(const chat::Call &call, const Target &target, std::string_view id,
                                   std::vector<std::string> &dropped)
{
    GW_TRY(PictureRequest request, readPictures(call, target));
    json::Object body;
    if (isStability(id)) {
        GW_TRY(body, writeStability(request, target));
    } else {
        body = writeAmazon(request);
    }
    dropped = std::move(request.dropped);
    dropPaths(body, request.nestedDrops);
    return body;
}

std::unique_ptr<Relay> newPictureRelay(const chat::Call &call)
{
    return std::make_unique<Pictures>(call);
}

}   // namespace gw::providers::bedrock
