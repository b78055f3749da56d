#include "ui/pages/settings/yamltext.h"

#include "ui/framework/theme.h"

#include <QRegularExpression>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kNoBlockText = -1;

qsizetype indentOf(const QString &line)
{
    qsizetype indent = 0;
    while (indent < line.size() && line[indent] == u' ')
        ++indent;
    return indent;
}

// Where the comment of a line begins; its size when it has none.
qsizetype commentStart(const QString &line)
{
    QChar quote;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line[i];
        if (!quote.isNull()) {
            if (c == u'\\' && quote == u'"')
                ++i;
            else if (c == quote)
                quote = QChar();
        } else if ((c == u'"' || c == u'\'') && (i == 0 || QStringView(u" \t[{,:").contains(line[i - 1]))) {
            quote = c;
        } else if (c == u'#' && (i == 0 || line[i - 1].isSpace())) {
            return i;
        }
    }
    return line.size();
}

const QRegularExpression &keyPattern()
{
    static const QRegularExpression pattern(
        uR"(^(\s*(?:- +)*)("[^"]*"|'[^']*'|[^\s#'"\[\]{},:-][^#:]*?)\s*:(?=\s|$))"_s);
    return pattern;
}

}   // namespace

YamlHighlighter::YamlHighlighter(QTextDocument *document, const QWidget &widget)
    : QSyntaxHighlighter(document)
    , m_widget(widget)
{}

void YamlHighlighter::paintValue(const QString &text, qsizetype from)
{
    static const QRegularExpression tokens(
        uR"(("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|((?:os\.environ|keychain)/[\w.-]+)|([&*][\w-]+)|((?<![\w./:-])(?:[-+]?\d[\d_.]*(?:e[-+]?\d+)?|true|false|yes|no|on|off|null)(?![\w./:-])))"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QPalette palette = m_widget.palette();
    const QColor colours[] = {colour(Colour::Ok, palette), colour(Colour::Warning, palette),
                              seriesColour(3, palette), seriesColour(1, palette)};
    auto found = tokens.globalMatch(text, from);
    while (found.hasNext()) {
        const QRegularExpressionMatch match = found.next();
        for (int group = 1; group <= 4; ++group) {
            if (match.capturedStart(group) >= 0)
                setFormat(int(match.capturedStart(group)), int(match.capturedLength(group)),
                          colours[group - 1]);
        }
    }
}

void YamlHighlighter::highlightBlock(const QString &text)
{
    const QPalette palette = m_widget.palette();
    const int within = previousBlockState();
    const qsizetype indent = indentOf(text);
    if (within != kNoBlockText && (text.trimmed().isEmpty() || indent > within)) {
        setCurrentBlockState(within);
        setFormat(0, int(text.size()), colour(Colour::Ok, palette));
        return;
    }
    setCurrentBlockState(kNoBlockText);
    const qsizetype comment = commentStart(text);
    const QString code = text.left(comment);
    qsizetype value = 0;
    if (const QRegularExpressionMatch key = keyPattern().match(code); key.hasMatch()) {
        setFormat(int(key.capturedStart(2)), int(key.capturedLength(2)), colour(Colour::Accent, palette));
        value = key.capturedEnd();
        static const QRegularExpression blockText(u"^\\s*[|>][-+0-9]*\\s*$"_s);
        if (blockText.match(code.mid(value)).hasMatch())
            setCurrentBlockState(int(key.capturedStart(2)));
    }
    paintValue(code, value);
    if (comment < text.size())
        setFormat(int(comment), int(text.size() - comment), colour(Colour::TextSecondary, palette));
}

QStringList keysAround(const QStringList &linesBefore, qsizetype indent)
{
    QStringList keys;
    for (auto line = linesBefore.crbegin(); line != linesBefore.crend() && indent > 0; ++line) {
        const QRegularExpressionMatch key = keyPattern().match(*line);
        if (!key.hasMatch() || key.capturedStart(2) >= indent) {
            // A dash without a key still ends what is further in; lists may stand at their key's margin.
            continue;
        }
        keys.prepend(key.captured(2));
        indent = key.capturedStart(2);
        // "- key": what holds the list stands at the dash's column or before.
        if (key.captured(1).contains(u'-'))
            indent = key.captured(1).indexOf(u'-') + 1;
    }
    for (QString &key : keys) {
        if (key.startsWith(u'"') || key.startsWith(u'\''))
            key = key.mid(1, key.size() - 2);
    }
    return keys;
}

QString sectionOf(const QStringList &keys)
{
    if (keys.isEmpty())
        return u""_s;
    if (keys.first() == "model_list"_L1) {
        // The row's first key stands around what is written beside it, too.
        for (const QString &inner : {u"litellm_params"_s, u"model_info"_s}) {
            if (keys.last() == inner)
                return inner;
        }
        return keys.size() == 1 ? keys.first() : QString();
    }
    return keys.size() == 1 ? keys.first() : QString();
}

qsizetype keyStart(const QString &line)
{
    static const QRegularExpression typed(u"^\\s*(?:- +)*([A-Za-z_]\\w*)?$"_s);
    const QRegularExpressionMatch match = typed.match(line);
    if (!match.hasMatch())
        return -1;
    return match.capturedStart(1) < 0 ? line.size() : match.capturedStart(1);
}

}   // namespace gw::ui
