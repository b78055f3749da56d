#pragma once

#include <QString>
#include <QStringList>
#include <QSyntaxHighlighter>

namespace gw::ui {

// Colours of a YAML text, from the palette of the editor. Goes by lines: what spans several (block texts) is
// followed by indentation.
class YamlHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    // palette is asked at each highlighting.
    YamlHighlighter(QTextDocument *document, const QWidget &widget);

protected:
    void highlightBlock(const QString &text) override;

private:
    void paintValue(const QString &text, qsizetype from);

    const QWidget &m_widget;
};

// The keys around a line, from the top: {"model_list", "litellm_params"} for a line within a row. indent is
// that of the line.
QStringList keysAround(const QStringList &linesBefore, qsizetype indent);
// The section of the known keys that fits there; null: none.
QString sectionOf(const QStringList &keys);
// What stands before the key that is typed at the end of line; -1 when no key is typed there.
qsizetype keyStart(const QString &line);

}   // namespace gw::ui
