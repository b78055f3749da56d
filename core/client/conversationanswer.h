#pragma once

#include "core/client/conversation.h"

// The answer's half of a conversation; used by conversation.cpp alone.
namespace gw::client::said {

// It is an event stream, as far as its beginning tells.
bool isStream(std::string_view body);
// Adds what the answer says behind what the request says.
void readAnswer(Conversation &out, std::string_view body);

}   // namespace gw::client::said
