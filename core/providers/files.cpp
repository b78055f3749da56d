#include "core/providers/files.h"

#include <fstream>
#include <map>
#include <mutex>
#include <sstream>
#include <sys/stat.h>

namespace gw::providers {

namespace {

struct Stamp
{
    timespec changed{};
    off_t size = 0;
    ino_t place = 0;

    bool operator==(const Stamp &other) const
    {
        return changed.tv_sec == other.changed.tv_sec && changed.tv_nsec == other.changed.tv_nsec &&
               size == other.size && place == other.place;
    }
};

struct Kept
{
    Stamp stamp;
    std::string text;
};

// A handful of files for the whole life of the program.
struct Cache
{
    std::mutex mutex;
    std::map<std::string, Kept> files;
};

}   // namespace

std::optional<std::string> fileText(const std::string &path)
{
    static Cache cache;
    struct stat found
    {
    };
    if (path.empty() || ::stat(path.c_str(), &found) != 0)
        return std::nullopt;
    const Stamp stamp{found.st_mtim, found.st_size, found.st_ino};
    const std::scoped_lock lock(cache.mutex);
    Kept &kept = cache.files[path];
    if (kept.stamp == stamp)
        return kept.text;
    const std::ifstream file(path, std::ios::binary);
    if (!file)
        return std::nullopt;
    std::ostringstream text;
    text << file.rdbuf();
    kept = {stamp, text.str()};
    return kept.text;
}

}   // namespace gw::providers
