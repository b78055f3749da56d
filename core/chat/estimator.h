#pragma once

#include "core/chat/call.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gw::chat {

// Guesses token counts where a provider says none: bytes divided by a rate that is learnt per model from the
// last exact usages (no BPE tables). One per worker; not thread-safe.
class Estimator
{
public:
    static constexpr double kDefaultBytesPerToken = 4.0;

    // For text that has not been seen answered: about 4 bytes of Latin text a token, one token per CJK
    // character.
    static std::int64_t tokensOf(std::string_view text);
    // The same for a whole request: its texts, tools and calls, and a flat 1,600 for a picture or document.
    static std::int64_t tokensOf(const CanonicalRequest &request);
    double inputBytesPerToken(std::string_view model) const;
    double outputBytesPerToken(std::string_view model) const;
    std::int64_t estimateInput(std::string_view model, std::size_t bodyBytes) const;
    std::int64_t estimateOutput(std::string_view model, std::int64_t textBytes) const;
    // Exact usage of one answer; zero and negative counts are ignored.
    void learn(const std::string &model, std::size_t bodyBytes, std::int64_t inputTokens,
               std::int64_t textBytes, std::int64_t outputTokens);

private:
    struct Rates
    {
        double input = kDefaultBytesPerToken;
        double output = kDefaultBytesPerToken;
    };
    const Rates *find(std::string_view model) const;

    std::unordered_map<std::string, Rates> m_rates;
};

}   // namespace gw::chat
