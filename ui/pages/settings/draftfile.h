#pragma once

#include <QString>

#include <optional>

namespace gw::ui {

// A text that is typed and not saved yet, kept in a file that only its user may read, so that it is still
// there when the program was killed. One at a time.
class DraftFile
{
public:
    struct Draft
    {
        QString file;   // What it is a change of.
        QString text;
    };

    // An empty path keeps nothing.
    explicit DraftFile(QString path)
        : m_path(std::move(path))
    {}

    void keep(const Draft &draft) const;
    std::optional<Draft> read() const;
    void remove() const;

private:
    const QString m_path;
};

}   // namespace gw::ui
