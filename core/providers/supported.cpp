#include "core/providers/supported.h"

#include <algorithm>
#include <array>

namespace gw::providers {

std::vector<std::string> supportedParams(const ProviderRow &row, std::string_view model)
{
    static constexpr std::array kAll{std::string_view("frequency_penalty"),
                                     std::string_view("logit_bias"),
                                     std::string_view("logprobs"),
                                     std::string_view("top_logprobs"),
                                     std::string_view("max_tokens"),
                                     std::string_view("max_completion_tokens"),
                                     std::string_view("modalities"),
                                     std::string_view("prediction"),
                                     std::string_view("n"),
                                     std::string_view("presence_penalty"),
                                     std::string_view("seed"),
                                     std::string_view("stop"),
                                     std::string_view("stream"),
                                     std::string_view("stream_options"),
                                     std::string_view("temperature"),
                                     std::string_view("top_p"),
                                     std::string_view("tools"),
                                     std::string_view("tool_choice"),
                                     std::string_view("function_call"),
                                     std::string_view("functions"),
                                     std::string_view("extra_headers"),
                                     std::string_view("parallel_tool_calls"),
                                     std::string_view("audio"),
                                     std::string_view("web_search_options"),
                                     std::string_view("service_tier"),
                                     std::string_view("response_format"),
                                     std::string_view("reasoning_effort"),
                                     std::string_view("user")};
    std::vector<std::string> supported;
    for (const std::string_view param : kAll) {
        // What is refused for some values only is supported.
        const bool refused = std::ranges::any_of(row.unsupported, [&](const Refusal &refusal) {
            return refusal.field == param && refusal.values.empty() && !refusal.above &&
                   !refusal.objectsOnly && refusal.except.empty() && modelMatches(refusal.models, model);
        });
        if (!refused)
            supported.emplace_back(param);
    }
    return supported;
}

}   // namespace gw::providers
