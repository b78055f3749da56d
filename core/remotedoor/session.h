#pragma once

#include "core/client/values.h"
#include "core/remotedoor/calls.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace gw::remote {

class WindowStream;

// One window: what it was told last, for resuming, and what it waits for.
class Session
{
public:
    // What is kept for a window whose connection was cut.
    static constexpr std::size_t kMostEvents = 4096;
    static constexpr std::size_t kMostBytes = std::size_t{4} << 20;
    static constexpr std::size_t kMostQuestions = 4096;

    // Takes the place of a stream there was. seen: number of the last event the window has, if it had one.
    // False: what came after it is lost, and everything is to be told anew.
    bool attach(std::shared_ptr<WindowStream> stream, std::optional<std::uint64_t> seen);
    void detach(const WindowStream *stream);
    bool attached() const { return m_stream != nullptr; }
    void end();
    void beat();

    void publish(std::string_view event, json::Object data);
    // Tells those values that are not as they were told last.
    void tellLooks(const std::map<std::string, json::Value> &values);
    void forgetLooks() { m_told.clear(); }

    // Remembers that the window calls its question theirs. Of too many the area's oldest is forgotten: some
    // are never answered, since a later one took their place.
    void expect(const Started &started, client::Token theirs);
    std::optional<client::Token> theirs(std::string_view area, client::Token ours) const;
    std::optional<client::Token> ours(std::string_view area, client::Token theirs) const;
    void settle(std::string_view area, client::Token ours);

    int idleBeats = 0;   // Since its stream went.

private:
    struct Kept
    {
        std::uint64_t number = 0;
        std::string bytes;
    };

    std::shared_ptr<WindowStream> m_stream;
    std::deque<Kept> m_kept;
    std::size_t m_keptBytes = 0;
    std::uint64_t m_last = 0;
    std::map<std::string, std::size_t> m_told;   // Hashes of looks.
    std::map<std::pair<std::string, client::Token>, client::Token> m_questions;
};

}   // namespace gw::remote
