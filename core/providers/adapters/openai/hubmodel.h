#pragma once

#include "core/providers/adapter.h"

#include <string>

// Hugging Face's router passes requests on to its partners, who have names of their own for the hub's models
// (WIRE: Hugging Face router; https://huggingface.co/docs/inference-providers). The hub tells them.
namespace gw::providers::openai {

// Names what has to be looked up for "huggingface/PARTNER/ORG/MODEL"; empty for all else, and for servers of
// the user's own.
std::string hubKey(const Target &target);
Result<TokenRequest> askHub(const Target &target);
// The partner's name for the model; the hub's own where the hub does not answer.
Result<Token> readHub(const TokenRequest &asked, int status, std::string_view body);

}   // namespace gw::providers::openai
