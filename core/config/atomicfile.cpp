#include "core/config/atomicfile.h"

#include "core/base/descriptor.h"
#include "core/base/ids.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace gw::config {

namespace {

Error systemError(const std::string &what, const std::string &path)
{
    return Error{ErrorCode::Internal, what + " " + path + ": " + std::strerror(errno)};
}

bool writeAll(int fd, std::string_view text)
{
    while (!text.empty()) {
        const ssize_t count = ::write(fd, text.data(), text.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

std::string folderOf(const std::string &path)
{
    const std::size_t slash = path.rfind('/');
    if (slash == std::string::npos)
        return ".";
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::string linkTarget(const std::string &path)
{
    std::error_code fault;
    if (!std::filesystem::is_symlink(path, fault))
        return path;
    const auto target = std::filesystem::weakly_canonical(path, fault);
    return fault ? path : target.string();
}

// Access lists and what users attach to files (xattr(7)); where the file system has none, there is nothing to
// keep.
void copyAttributes(const std::string &from, const std::string &to)
{
    const ssize_t size = ::listxattr(from.c_str(), nullptr, 0);
    if (size <= 0)
        return;
    std::string names(static_cast<std::size_t>(size), '\0');
    const ssize_t got = ::listxattr(from.c_str(), names.data(), names.size());
    names.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    for (std::size_t at = 0; at < names.size(); at += std::strlen(names.c_str() + at) + 1) {
        const char *name = names.c_str() + at;
        const ssize_t length = ::getxattr(from.c_str(), name, nullptr, 0);
        std::string value(length > 0 ? static_cast<std::size_t>(length) : 0, '\0');
        if (length >= 0 && ::getxattr(from.c_str(), name, value.data(), value.size()) == length)
            ::setxattr(to.c_str(), name, value.data(), value.size(), 0);
    }
}

Result<void> fillNewFile(const std::string &path, std::string_view text, unsigned mode)
{
    const Descriptor fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd.ok())
        return systemError("cannot create", path);
    if (::fchmod(fd.get(), static_cast<mode_t>(mode)) != 0 || !writeAll(fd.get(), text) ||
        ::fsync(fd.get()) != 0) {
        const Error error = systemError("cannot write", path);
        ::unlink(path.c_str());
        return error;
    }
    return {};
}

}   // namespace

void syncFolder(const std::string &folder)
{
    const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (fd.ok())
        ::fsync(fd.get());
}

Result<std::string> readFile(const std::string &path)
{
    const Descriptor fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat state
    {
    };
    if (!fd.ok() || ::fstat(fd.get(), &state) != 0)
        return systemError("cannot read", path);
    if (!S_ISREG(state.st_mode) && !S_ISFIFO(state.st_mode))
        return Error{ErrorCode::Internal, "cannot read " + path + ": not a file"};
    std::string text;
    std::array<char, 65536> block{};
    for (;;) {
        const ssize_t count = ::read(fd.get(), block.data(), block.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemError("cannot read", path);
        if (count == 0)
            return text;
        text.append(block.data(), static_cast<std::size_t>(count));
        if (text.size() > kMaxFileBytes)
            return Error{ErrorCode::PayloadTooLarge, "cannot read " + path + ": too large"};
    }
}

Result<void> writeFileAtomically(const std::string &path, std::string_view text, const WriteOptions &options)
{
    const std::string target = linkTarget(path);
    const std::string temporary = target + "." + randomToken(8) + ".tmp";
    struct stat state
    {
    };
    const bool exists = ::stat(target.c_str(), &state) == 0;
    GW_CHECK(fillNewFile(temporary, text, exists ? state.st_mode & 07777U : options.mode));
    // Where the process may, the owner stays; where it may not, the file is ours from now on.
    if (exists && (state.st_uid != ::geteuid() || state.st_gid != ::getegid()) &&
        ::chown(temporary.c_str(), state.st_uid, state.st_gid) == 0)
        ::chmod(temporary.c_str(), state.st_mode & 07777U);
    if (exists)
        copyAttributes(target, temporary);
    if (exists && !options.keepOldAs.empty()) {
        // A hard link first: at no moment is there no file of the old name.
        const std::string link = temporary + ".old";
        if (::link(target.c_str(), link.c_str()) != 0 ||
            ::rename(link.c_str(), options.keepOldAs.c_str()) != 0) {
            const Error error = systemError("cannot keep the old file as", options.keepOldAs);
            ::unlink(link.c_str());
            ::unlink(temporary.c_str());
            return error;
        }
    }
    if (::rename(temporary.c_str(), target.c_str()) != 0) {
        const Error error = systemError("cannot replace", target);
        ::unlink(temporary.c_str());
        return error;
    }
    syncFolder(folderOf(target));
    return {};
}

Result<void> createFile(const std::string &path, std::string_view text, unsigned mode)
{
    GW_CHECK(fillNewFile(path, text, mode));
    syncFolder(folderOf(path));
    return {};
}

}   // namespace gw::config
