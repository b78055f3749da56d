#pragma once

#include "core/config/yamlwrite.h"

#include <string>
#include <string_view>
#include <vector>

// The working part of yamledit: how the change of one value could be written. The caller reads each proposal
// back and takes the first that means what was wanted.
namespace gw::config {

// Bytes [at, at + removed) give way to inserted.
struct Change
{
    std::size_t at = 0;
    std::size_t removed = 0;
    std::string inserted;
};

// Changes of one text at once, in ascending order, best proposal first.
using Proposals = std::vector<std::vector<Change>>;

class ChangeWriter
{
public:
    // Both outlive the writer; text is without byte-order mark.
    ChangeWriter(std::string_view text, const Span &root);

    // Another value for member index of parent.
    Proposals replace(const Span &parent, std::size_t index, const json::Value &value) const;
    // A further member of a map or list that has brackets or members; key counts for maps only.
    Proposals insert(const Span &parent, std::size_t index, std::string_view key,
                     const json::Value &value) const;
    Proposals remove(const Span &parent, std::size_t index) const;
    // The first members of a text without any.
    Proposals begin(const json::Object &members) const;

private:
    struct Place;

    std::size_t columnOf(std::size_t at) const { return at - lineBegin(m_text, at); }
    bool beginsLine(std::size_t at) const;
    bool sameLine(std::size_t from, std::size_t to) const;
    // Behind the line end of the line that offset is on.
    std::size_t nextLine(std::size_t offset) const;
    std::size_t memberBegin(const Span &parent, std::size_t index) const;
    std::size_t memberEnd(const Span &parent, std::size_t index) const;
    std::size_t tailOf(const Span &parent, std::size_t index) const;
    Change lineAt(std::size_t at, std::size_t indent, const std::string &entry) const;
    std::string inlineText(const Span &parent, const Span &old, const json::Value &value, bool flow) const;
    void replaceInline(Proposals &out, const Place &place, const std::string &text) const;
    void replaceByLines(Proposals &out, const Place &place, const json::Value &value) const;
    Proposals insertFlow(const Span &parent, std::size_t index, std::string_view key,
                         const json::Value &value) const;
    Proposals removeFlow(const Span &parent, std::size_t index) const;
    void removeLastFlow(Proposals &out, const Span &parent, std::size_t index) const;

    std::string_view m_text;
    const Span &m_root;
    WriteStyle m_style;
    bool m_json;   // Every text is quoted.
};

}   // namespace gw::config
