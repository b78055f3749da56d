#pragma once

#include "core/providers/adapters/anthropic/answerreader.h"

// Answers of Converse, and of Claude by Invoke, as canonical events
// (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html). Both are first
// put into the words of the Messages API, whose blocks theirs are.
namespace gw::providers::bedrock {

enum class Api : std::uint8_t { Converse, Invoke };

std::unique_ptr<EventDecoder> newDecoder(Api api, const anthropic::ReadOptions &options, bool streamed);

Error errorFrom(int status, const wire::Headers &headers, std::string_view body, const Target &target);
// Of an exception's name ("ThrottlingException", "throttlingException").
ErrorCode codeFor(std::string_view exception, ErrorCode otherwise);

}   // namespace gw::providers::bedrock
