#pragma once

#include <cstdint>
#include <string_view>

namespace gw::providers::anthropic {

// What a Claude model accepts, known from its name alone. Names that say no version (and those of other
// makers who speak the Messages API) get what the oldest models understand and refuse nothing.
class ClaudeModel
{
public:
    enum class Family : std::uint8_t { Other, Opus, Sonnet, Haiku, Fable };

    ClaudeModel() = default;
    // Any spelling: "claude-opus-4-5-20251101", "claude-4.6-opus",
    // "us.anthropic.claude-3-7-sonnet-20250219-v1:0", "claude-sonnet-4@20250514".
    explicit ClaudeModel(std::string_view name);

    Family family() const noexcept { return m_family; }
    // 45 is 4.5; 0 unknown.
    int version() const noexcept { return m_version; }

    bool thinks() const noexcept { return m_version >= 37; }
    // thinking {"type":"adaptive"}
    bool thinksAdaptively() const noexcept { return m_version >= 46; }
    // thinking {"type":"enabled","budget_tokens"} is refused, and with it every sampling parameter.
    bool refusesBudget() const noexcept
    {
        return m_version >= 50 || (m_family == Family::Opus && m_version >= 47);
    }
    bool refusesSampling() const noexcept { return refusesBudget(); }
    bool refusesTemperatureWithTopP() const noexcept
    {
        return m_version >= 45 || (m_family == Family::Opus && m_version >= 41);
    }
    // thinking {"type":"disabled"} is refused.
    bool alwaysThinks() const noexcept
    {
        return (m_family == Family::Opus && m_version >= 55) ||
               (m_family == Family::Fable && m_version >= 51);
    }
    // output_config.effort knows "xhigh".
    bool hasExtraHighEffort() const noexcept { return refusesBudget(); }
    // output_config.format, and strict tools.
    bool hasOutputFormat() const noexcept
    {
        return m_version >= 45 || (m_family == Family::Opus && m_version >= 41);
    }
    // Messages of the role system in the middle of a conversation.
    bool takesLaterSystem() const noexcept
    {
        return m_version >= 50 || (m_family == Family::Opus && m_version >= 48);
    }
    // The most it writes in one answer.
    std::int64_t maxOutput() const noexcept;

private:
    Family m_family = Family::Other;
    int m_version = 0;
};

// True for names of Claude models in any spelling.
bool isClaude(std::string_view model);

}   // namespace gw::providers::anthropic
