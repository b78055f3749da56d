#pragma once

#include "core/chat/request.h"
#include "core/providers/params.h"
#include "core/providers/target.h"

// The canonical request in OpenAI's words, and the rules of a row that look inside messages and tools.
namespace gw::providers::openai {

json::Object writeChat(const chat::Request &request);

// True when a rule of target may change what lies inside messages or tools of this call, so that splicing is
// not enough.
bool needsHub(const chat::Call &call, const Target &target, const ParamPlan &plan);
// Applies those rules, and nested additional_drop_params, to a built body.
void applyBodyRules(json::Object &body, const Target &target, const ParamPlan &plan);
// Only the rules on tools, in either API's form.
void applyToolRules(json::Object &body, const Target &target);

}   // namespace gw::providers::openai
