#pragma once

#include "core/providers/adapter.h"

// Passes OpenAI-shaped answers on to clients of the same shape.
namespace gw::providers::openai {

// A whole JSON answer: model renamed, finish reasons normalised, usage completed.
std::unique_ptr<Relay> newWholeRelay(const Target &target, const RelayOptions &options);
// A stream: each event passes untouched but for the model's name; the usage chunk goes unless it was asked
// for.
std::unique_ptr<Relay> newStreamRelay(const Target &target, const RelayOptions &options);
// True when no rule of target asks for more than a relay does.
bool relayable(const Target &target);

}   // namespace gw::providers::openai
