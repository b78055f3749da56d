#pragma once

#include "core/providers/adapter.h"

// Pictures, speech, transcription and moderation for providers that speak OpenAI's form of them: requests and
// answers pass as they are.
namespace gw::providers::openai {

// The catalog's word for what call asks for ("images", "audio_speech" ...); "" for chats and embeddings.
std::string_view catalogEndpoint(const chat::Call &call);
// Nothing when the provider takes such a call in OpenAI's form; else why not.
Result<void> mayPass(const chat::Call &call, const Target &target);

// The client's bytes, JSON or form, with the model's name and what the deployment says changed. What was left
// out goes to request.
Result<std::string> passedBody(const chat::Call &call, const Target &target, const std::string &model,
                               WireRequest &request);
std::unique_ptr<Relay> newPassedRelay(const chat::Call &call, const Target &target);

}   // namespace gw::providers::openai
