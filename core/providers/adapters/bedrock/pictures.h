#pragma once

#include "core/providers/adapter.h"

#include <string>
#include <string_view>
#include <vector>

// Picture models behind Bedrock's InvokeModel: Titan, Nova Canvas and Stability's
// (https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html).
namespace gw::providers::bedrock {

bool makesPictures(std::string_view id);
// What is left out is added to dropped. BadRequest and UnsupportedParam are the client's.
Result<json::Object> writePictures(const chat::Call &call, const Target &target, std::string_view id,
                                   std::vector<std::string> &dropped);
std::unique_ptr<Relay> newPictureRelay(const chat::Call &call);

}   // namespace gw::providers::bedrock
