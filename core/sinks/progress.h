#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace gw::sinks {

// How far one receiver has been told of the feed, in a file of its own: what survives a crash. Belongs to one
// thread.
class Progress
{
public:
    // folder exists.
    Progress(const std::string &folder, const std::string &name);

    // Nothing when it was never told anything, or the file is unreadable.
    std::optional<std::int64_t> read() const;
    // False when it cannot be written: after a crash more is told twice.
    bool write(std::int64_t position);
    void forget();

private:
    const std::string m_path;
};

}   // namespace gw::sinks
