#pragma once

#include "core/providers/adapter.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Pictures for providers whose form of them is not OpenAI's: what /v1/images asks for, read once for all of
// them, and OpenAI's answer written from what they have made.
namespace gw::providers {

struct Picture
{
    std::string type;     // "image/png"
    std::string base64;   // As JSON carries it; never decoded here.
};

// One request, its members taken apart.
struct PictureRequest
{
    std::string prompt;
    std::int64_t count = 1;
    std::int64_t width = 0;   // Pixels; 0: the client left it to the model.
    std::int64_t height = 0;
    std::vector<Picture> pictures;   // To be edited, in the client's order.
    bool masked = false;             // A mask came with them.
    // What is left, the deployment's defaults included: OpenAI's further members and the provider's own.
    json::Object params;
    std::vector<std::string> dropped;       // Left out: shown to the client.
    std::vector<std::string> nestedDrops;   // additional_drop_params with a path, for the built body.
};

// Reads JSON and forms. BadRequest names the member that is wrong; UnsupportedParam is for streams of
// pictures, which nobody but OpenAI has.
Result<PictureRequest> readPictures(const chat::Call &call, const Target &target);

// Takes param out of the request, "auto" and null as nothing said.
std::optional<json::Value> takeParam(PictureRequest &request, std::string_view param);
// Moves what only OpenAI's models know (quality, style, background ...) from params to dropped: a picture is
// made without it.
void dropOpenAiParams(PictureRequest &request);
// Refuses param, or drops it where the config says so (drop_params).
Result<void> refuseParam(PictureRequest &request, const Target &target, std::string_view param);

// The ratio ("16:9") out of offered that is nearest to the wanted size; "" when no size was asked for.
std::string nearestRatio(const PictureRequest &request, std::span<const std::string_view> offered);

// What a provider has made.
struct MadePictures
{
    std::vector<Picture> pictures;
    std::vector<std::string> prompts;   // As the provider has rewritten them, by picture; may be shorter.
    chat::Usage usage;
    std::string id;
    std::string model;
};

// Reads a provider's whole answer and writes OpenAI's. What is billed are the pictures that were made.
class PictureRelay : public Relay
{
public:
    explicit PictureRelay(const chat::Call &call);

    Result<void> feed(std::string_view bytes, std::string &out) final;
    Result<void> finish(std::string &out) final;
    const AnswerFacts &facts() const final { return m_facts; }
    std::string_view contentType() const final { return "application/json"; }

protected:
    // An error where the answer holds no picture.
    virtual Result<MadePictures> read(json::Object &answer) = 0;

private:
    std::string m_body;
    AnswerFacts m_facts;
    bool m_asUrl = false;   // response_format "url": a data: URL, as nobody keeps pictures here.
};

}   // namespace gw::providers
