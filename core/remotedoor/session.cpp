#include "core/remotedoor/session.h"

#include "core/remotedoor/windowstream.h"
#include "core/wire/sse.h"

namespace gw::remote {

bool Session::attach(std::shared_ptr<WindowStream> stream, std::optional<std::uint64_t> seen)
{
    end();
    m_stream = std::move(stream);
    idleBeats = 0;
    const std::uint64_t oldest = m_kept.empty() ? m_last + 1 : m_kept.front().number;
    if (!seen || *seen > m_last || *seen + 1 < oldest)
        return false;
    for (const Kept &kept : m_kept)
        if (kept.number > *seen)
            m_stream->send(kept.bytes);
    return true;
}

void Session::detach(const WindowStream *stream)
{
    if (m_stream.get() == stream)
        m_stream.reset();
}

void Session::end()
{
    if (const auto stream = std::exchange(m_stream, nullptr))
        stream->end();
}

void Session::beat()
{
    if (m_stream)
        m_stream->send(":\n\n");
    else
        ++idleBeats;
}

void Session::publish(std::string_view event, json::Object data)
{
    data["seq"] = ++m_last;
    std::string bytes = "id: " + std::to_string(m_last) + "\n";
    wire::appendSse(bytes, json::serialize(data), event);
    if (m_stream)
        m_stream->send(bytes);
    m_keptBytes += bytes.size();
    m_kept.push_back({m_last, std::move(bytes)});
    while (m_kept.size() > kMostEvents || (m_keptBytes > kMostBytes && !m_kept.empty())) {
        m_keptBytes -= m_kept.front().bytes.size();
        m_kept.pop_front();
    }
}

void Session::tellLooks(const std::map<std::string, json::Value> &values)
{
    for (const auto &[name, value] : values) {
        const std::size_t hash = std::hash<std::string>()(json::serialize(value));
        const auto [place, added] = m_told.try_emplace(name, hash);
        if (!added && std::exchange(place->second, hash) == hash)
            continue;
        publish("look", {{"name", name}, {"value", value}});
    }
}

void Session::expect(const Started &started, client::Token theirs)
{
    if (started.area.empty())
        return;
    const std::string area(started.area);
    if (m_questions.size() >= kMostQuestions)
        if (const auto oldest = m_questions.lower_bound({area, 0});
            oldest != m_questions.end() && oldest->first.first == area)
            m_questions.erase(oldest);
    m_questions[{area, started.token}] = theirs;
}

std::optional<client::Token> Session::theirs(std::string_view area, client::Token ours) const
{
    const auto found = m_questions.find({std::string(area), ours});
    return found == m_questions.end() ? std::nullopt : std::optional(found->second);
}

std::optional<client::Token> Session::ours(std::string_view area, client::Token theirs) const
{
    for (const auto &[key, token] : m_questions)
        if (key.first == area && token == theirs)
            return key.second;
    return std::nullopt;
}

void Session::settle(std::string_view area, client::Token ours)
{
    m_questions.erase({std::string(area), ours});
}

}   // namespace gw::remote
