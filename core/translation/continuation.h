#pragma once

#include "core/translation/answer.h"

#include <memory>
#include <string>
#include <string_view>

namespace gw::translation {

// Carries a stream that broke over to another deployment: what the client has got so far, and the encoder
// that goes on with it (DESIGN: mid-stream failover). Only answers that are plain text so far can go on;
// reasoning and tool calls cannot. Costs a copy of the provider's bytes until then; nothing when not switched
// on.
class Continuation
{
public:
    // From now on what the provider sends is remembered, up to kMost bytes.
    void begin(bool wanted);
    void keep(std::string_view bytes);

    // The attempt has broken: reads what it sent. False when the stream cannot go on. Called once an attempt.
    bool broken(const AnswerSetup &setup);
    // Takes over the client's stream from the attempt that broke; answer is used up. Then call asks for the
    // rest of the text.
    Result<void> takeOver(const AnswerSetup &setup, Answer &answer, chat::Call &call);
    // The encoder of the client's stream, for Answer; null before takeOver().
    dialects::StreamEncoder *encoder() const noexcept { return m_encoder.get(); }
    // What the attempts before have used, as far as it is known; the client's usage is the sum.
    const chat::Usage &before() const noexcept { return m_before; }
    void addUsage(const chat::Usage &usage);

    static constexpr std::size_t kMost = 1024 * 1024;

private:
    bool m_wanted = false;
    bool m_tooMuch = false;
    std::string m_bytes;     // Of the attempt that runs.
    std::string m_said;      // To the client, by all attempts.
    chat::Events m_events;   // Of the attempt that broke.
    std::unique_ptr<dialects::StreamEncoder> m_encoder;
    chat::Usage m_before;
};

}   // namespace gw::translation
