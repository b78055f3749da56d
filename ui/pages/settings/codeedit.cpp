#include "ui/pages/settings/codeedit.h"

#include "ui/framework/marks.h"
#include "ui/pages/settings/yamltext.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QHeaderView>
#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTextBlock>
#include <QToolTip>
#include <QTreeView>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kMarkWidth = 18;
constexpr int kPopupWidth = 620;
constexpr int kPopupRows = 9;
constexpr int kSpaces = 2;

}   // namespace

// Line numbers and marks; paints what its editor says.
class Gutter final : public QWidget
{
    Q_OBJECT

public:
    explicit Gutter(CodeEdit *editor)
        : QWidget(editor)
        , m_editor(editor)
    {}
    QSize sizeHint() const override { return {m_editor->gutterWidth(), 0}; }

protected:
    void paintEvent(QPaintEvent *event) override { m_editor->paintGutter(event); }

private:
    CodeEdit *m_editor;
};

CodeEdit::CodeEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setFont(textFont(TextStyle::Code, QApplication::font()));
    setLineWrapMode(NoWrap);
    setLayoutDirection(Qt::LeftToRight);   // Files are read left to right in every language.
    setTabChangesFocus(false);
    m_gutter = new Gutter(this);
    m_colours = new YamlHighlighter(document(), *this);
    m_choices = new QStandardItemModel(this);
    m_completer = new QCompleter(m_choices, this);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::PopupCompletion);
    m_completer->setMaxVisibleItems(kPopupRows);
    auto *popup = new QTreeView;
    popup->setRootIsDecorated(false);
    popup->setHeaderHidden(true);
    popup->setUniformRowHeights(true);
    popup->setAccessibleName(tr("Keys that fit here"));
    m_completer->setPopup(popup);
    connect(m_completer, QOverload<const QString &>::of(&QCompleter::activated), this, &CodeEdit::insertKey);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeEdit::fitGutter);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy != 0)
            m_gutter->scroll(0, dy);
        else
            m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &CodeEdit::showMarks);
    fitGutter();
    showMarks();
}

void CodeEdit::setKeys(std::vector<client::ConfigKey> keys)
{
    m_keys = std::move(keys);
}

void CodeEdit::setText(const QString &text, bool keepUndo)
{
    if (!keepUndo) {
        setPlainText(text);
        return;
    }
    QTextCursor cursor(document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
}

void CodeEdit::setProblems(std::vector<client::ConfigProblem> problems)
{
    m_problems = std::move(problems);
    showMarks();
    m_gutter->update();
}

const client::ConfigProblem *CodeEdit::problemAt(int line) const
{
    const client::ConfigProblem *found = nullptr;
    for (const client::ConfigProblem &problem : m_problems) {
        if (problem.line == line && (!found || (problem.error && !found->error)))
            found = &problem;
    }
    return found;
}

const client::ConfigProblem *CodeEdit::problemHere() const
{
    return problemAt(textCursor().blockNumber() + 1);
}

void CodeEdit::toNextProblem()
{
    const int here = textCursor().blockNumber() + 1;
    const client::ConfigProblem *first = nullptr;
    const client::ConfigProblem *next = nullptr;
    for (const client::ConfigProblem &problem : m_problems) {
        if (problem.line <= 0)
            continue;
        if (!first || problem.line < first->line)
            first = &problem;
        if (problem.line > here && (!next || problem.line < next->line))
            next = &problem;
    }
    if (next || first)
        goTo((next ? next : first)->line, (next ? next : first)->column);
}

void CodeEdit::goTo(int line, int column)
{
    const QTextBlock block = document()->findBlockByNumber(std::clamp(line, 1, blockCount()) - 1);
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + std::clamp(column - 1, 0, std::max(0, block.length() - 1)));
    setTextCursor(cursor);
    centerCursor();
    setFocus();
}

void CodeEdit::find(const QString &text, bool backward)
{
    const bool typing = text != m_sought;
    m_sought = text;
    m_found.clear();
    if (!text.isEmpty()) {
        for (QTextCursor at = document()->find(text); !at.isNull(); at = document()->find(text, at))
            m_found.append(at);
        QTextDocument::FindFlags flags;
        flags.setFlag(QTextDocument::FindBackward, backward);
        QTextCursor from = textCursor();
        if (typing)
            from.setPosition(from.selectionStart());
        QTextCursor next = document()->find(text, from, flags);
        if (next.isNull())
            next = document()->find(text, backward ? document()->characterCount() : 0, flags);
        if (!next.isNull())
            setTextCursor(next);
    }
    showMarks();
}

int CodeEdit::gutterWidth() const
{
    const int digits = std::max(3, int(QString::number(blockCount()).size()));
    return kMarkWidth + fontMetrics().horizontalAdvance(u'0') * digits + space::kMedium;
}

void CodeEdit::fitGutter()
{
    setViewportMargins(gutterWidth(), 0, 0, 0);
    const QRect inner = contentsRect();
    m_gutter->setGeometry(inner.left(), inner.top(), gutterWidth(), inner.height());
}

void CodeEdit::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    fitGutter();
}

void CodeEdit::paintGutter(QPaintEvent *event)
{
    QPainter painter(m_gutter);
    painter.setFont(font());
    painter.fillRect(event->rect(), colour(Colour::Sunken, palette()));
    const int here = textCursor().blockNumber();
    QTextBlock block = firstVisibleBlock();
    qreal top = blockBoundingGeometry(block).translated(contentOffset()).top();
    while (block.isValid() && top <= event->rect().bottom()) {
        const qreal height = blockBoundingRect(block).height();
        if (block.isVisible() && top + height >= event->rect().top()) {
            const QRectF row(0, top, m_gutter->width() - space::kSmall, fontMetrics().height());
            const client::ConfigProblem *problem = problemAt(block.blockNumber() + 1);
            const Mark mark = problem && problem->error ? Mark::Error : Mark::Warning;
            if (problem)
                drawMark(painter, QRectF(4, top + (row.height() - 12) / 2, 12, 12), mark, palette());
            painter.setPen(
                problem
                    ? colour(markColour(mark), palette())
                    : colour(block.blockNumber() == here ? Colour::Text : Colour::TextSecondary, palette()));
            painter.drawText(row, Qt::AlignRight | Qt::AlignVCenter,
                             QString::number(block.blockNumber() + 1));
        }
        top += height;
        block = block.next();
    }
}

void CodeEdit::showMarks()
{
    QList<QTextEdit::ExtraSelection> marks;
    QTextEdit::ExtraSelection line;
    line.cursor = textCursor();
    line.cursor.clearSelection();
    line.format.setBackground(colour(Colour::Hover, palette()));
    line.format.setProperty(QTextFormat::FullWidthSelection, true);
    marks.append(line);
    for (const QTextCursor &found : std::as_const(m_found)) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = found;
        mark.format.setBackground(colour(Colour::WarningSoft, palette()));
        marks.append(mark);
    }
    for (const client::ConfigProblem &problem : m_problems) {
        const QTextBlock block = document()->findBlockByNumber(problem.line - 1);
        if (problem.line <= 0 || !block.isValid())
            continue;
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(block);
        const QString text = block.text();
        const auto first = text.size() - text.trimmed().size();
        mark.cursor.setPosition(
            block.position() +
            int(std::min<qsizetype>(std::max<qsizetype>(problem.column - 1, first / 2), text.size())));
        mark.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        mark.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        mark.format.setUnderlineColor(colour(problem.error ? Colour::Error : Colour::Warning, palette()));
        marks.append(mark);
    }
    setExtraSelections(marks);
    m_gutter->update();
}

void CodeEdit::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_colours) {
        m_colours->rehighlight();
        showMarks();
    } else if (event->type() == QEvent::FontChange && m_gutter) {
        fitGutter();
    }
}

bool CodeEdit::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QPoint at = viewport()->mapFromGlobal(help->globalPos());
        const client::ConfigProblem *problem = problemAt(cursorForPosition(at).blockNumber() + 1);
        QToolTip::showText(help->globalPos(), problem ? problem->message : QString(), this);
        return true;
    }
    return QPlainTextEdit::event(event);
}

void CodeEdit::completeKey(bool asked)
{
    const QTextCursor cursor = textCursor();
    const QString line = cursor.block().text().left(cursor.positionInBlock());
    const qsizetype from = keyStart(line);
    const QString typed = from < 0 ? QString() : line.mid(from);
    constexpr qsizetype kTypedAtLeast = 2;
    if (from < 0 || (!asked && typed.size() < kTypedAtLeast)) {
        m_completer->popup()->hide();
        return;
    }
    QStringList above;
    for (QTextBlock block = document()->begin(); block != cursor.block(); block = block.next())
        above << block.text();
    const QString section = sectionOf(keysAround(above, from));
    m_choices->clear();
    for (const client::ConfigKey &key : m_keys) {
        if (section.isNull() || key.section != section)
            continue;
        auto *name = new QStandardItem(key.name);
        auto *doc = new QStandardItem(key.doc);
        doc->setForeground(colour(Colour::TextSecondary, palette()));
        if (!key.works)
            name->setForeground(colour(Colour::TextSecondary, palette()));
        m_choices->appendRow({name, doc});
    }
    m_completer->setCompletionPrefix(typed);
    const bool same = m_completer->completionCount() == 1 && m_completer->currentCompletion() == typed;
    if (m_completer->completionCount() == 0 || same) {
        m_completer->popup()->hide();
        return;
    }
    auto *popup = qobject_cast<QTreeView *>(m_completer->popup());
    popup->header()->setStretchLastSection(true);
    popup->resizeColumnToContents(0);
    popup->setColumnWidth(0, popup->columnWidth(0) + space::kLarge);
    popup->setCurrentIndex(m_completer->completionModel()->index(0, 0));
    QRect place = cursorRect();
    place.translate(gutterWidth(), 0);
    place.setWidth(std::min(kPopupWidth, std::max(200, width() - space::kPage)));
    m_completer->complete(place);
}

void CodeEdit::insertKey(const QString &name)
{
    QTextCursor cursor = textCursor();
    const QString line = cursor.block().text().left(cursor.positionInBlock());
    const qsizetype from = keyStart(line);
    if (from < 0)
        return;
    cursor.movePosition(QTextCursor::Left, QTextCursor::KeepAnchor, int(line.size() - from));
    const bool colon = cursor.block().text().mid(line.size()).startsWith(u':');
    cursor.insertText(colon ? name : name + u": "_s);
    setTextCursor(cursor);
}

void CodeEdit::keyPressEvent(QKeyEvent *event)
{
    if (m_completer->popup()->isVisible()) {
        switch (event->key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
        case Qt::Key_Escape:
        case Qt::Key_Tab:
            event->ignore();   // For the list of keys.
            return;
        default:
            break;
        }
    }
    if (event->matches(QKeySequence::Save)) {
        Q_EMIT saveAsked();
        return;
    }
    if (event->matches(QKeySequence::Find)) {
        Q_EMIT findAsked();
        return;
    }
    if (event->key() == Qt::Key_F8) {
        toNextProblem();
        return;
    }
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier) {
        completeKey(true);
        return;
    }
    if (event->key() == Qt::Key_Tab && event->modifiers() == Qt::NoModifier) {
        // YAML takes spaces only.
        const int column = textCursor().positionInBlock();
        insertPlainText(QString(kSpaces - column % kSpaces, u' '));
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) &&
        event->modifiers() == Qt::NoModifier) {
        const QString line = textCursor().block().text().left(textCursor().positionInBlock());
        qsizetype indent = 0;
        while (indent < line.size() && (line[indent] == u' ' || line[indent] == u'-'))
            ++indent;
        if (line.trimmed() == u"-"_s)
            indent = 0;
        const bool opens = line.trimmed().endsWith(u':') && !line.trimmed().startsWith(u'#');
        insertPlainText(u'\n' + QString(indent + (opens ? kSpaces : 0), u' '));
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
    const bool typed = !event->text().isEmpty() && event->text().at(0).isPrint() &&
                       !(event->modifiers() & Qt::ControlModifier);
    if (typed || (event->key() == Qt::Key_Backspace && m_completer->popup()->isVisible()))
        completeKey(false);
}

}   // namespace gw::ui

#include "codeedit.moc"
