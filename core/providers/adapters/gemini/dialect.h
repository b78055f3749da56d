#pragma once

#include "core/providers/adapter.h"
#include "core/providers/prepare.h"

#include <map>
#include <string>

// Google's generateContent (WIRE: Gemini generateContent, Vertex AI), as AI Studio and Vertex AI speak it.
namespace gw::providers::gemini {

// Where the two services differ.
struct Flavour
{
    bool vertex = false;
    // 2.5 -> 25, 3 -> 30; 0 when the name says none.
    int version = 0;
    std::string model;   // Without "models/".

    bool atLeast(int wanted) const noexcept { return version >= wanted; }
};

Flavour flavourOf(std::string_view model, bool vertex);

// The canonical request as a generateContent body. BadRequest and UnsupportedParam are the client's; what has
// no place and harms nobody when left out is added to dropped.
Result<json::Object> writeRequest(const chat::Request &request, const Flavour &flavour,
                                  const MediaByUrl *media, std::vector<std::string> &dropped);
// embedContent's plural: one request for all inputs.
Result<json::Object> writeEmbeddings(const chat::EmbeddingRequest &request, const std::string &model);
// What a deployment's defaults add to a body that a client wrote itself.
chat::EditList nativeEdits(const chat::Call &call, const Target &target);
// Pictures and documents that only the gateway can fetch.
std::vector<std::string> foreignMedia(const chat::Request &request, const Flavour &flavour);

// A tool's name as Google allows it: letters, digits and _.:- (64 at most).
std::string allowedName(std::string_view name);
// Allowed name to the client's own, for names that differ.
std::map<std::string, std::string> renamedTools(const chat::Request &request);

std::unique_ptr<EventDecoder> newDecoder(bool streamed, std::map<std::string, std::string> names);
std::unique_ptr<EventDecoder> newEmbeddingDecoder();
std::unique_ptr<Relay> newRelay(bool streamed);
// What generateContent says it used; nothing when it does not say.
std::optional<chat::Usage> readUsage(const json::Object &answer);
// Also where Google wraps it in a list.
Error readError(int status, std::string_view body);

}   // namespace gw::providers::gemini
