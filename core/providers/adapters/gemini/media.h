#pragma once

#include "core/providers/adapters/gemini/dialect.h"

// Pictures and speech by Google's models, for clients of OpenAI's /v1/images and /v1/audio/speech
// (https://ai.google.dev/gemini-api/docs/imagen, .../image-generation, .../speech-generation).
namespace gw::providers::gemini {

// Imagen has an API of its own (predict); all others make pictures and sound by generateContent.
bool isImagen(std::string_view model);

// What is left out is added to dropped. BadRequest and UnsupportedParam are the client's.
Result<json::Object> writeImagen(const chat::Call &call, const Target &target,
                                 std::vector<std::string> &dropped);
Result<json::Object> writePictures(const chat::Call &call, const Target &target, const Flavour &flavour,
                                   std::vector<std::string> &dropped);
Result<json::Object> writeSpeech(const chat::Call &call, const Target &target, const Flavour &flavour,
                                 std::vector<std::string> &dropped);

std::unique_ptr<Relay> newPictureRelay(const chat::Call &call);
// WAV, or bare PCM where the client asked for that.
std::unique_ptr<Relay> newSpeechRelay(const chat::Call &call);

}   // namespace gw::providers::gemini
