#include "ui/pages/traffic/filterfield.h"

#include "ui/framework/icons.h"
#include "ui/framework/style.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QStringListModel>
#include <QTextCharFormat>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kOffered = 9;   // Lines of the list of completions.

}   // namespace

FilterField::FilterField(QWidget *parent)
    : QLineEdit(parent)
    , m_words(new QStringListModel(this))
    , m_completer(new QCompleter(m_words, this))
{
    setPlaceholderText(tr("Filter: model:sonnet status>=400 app:claude cost>0.05"));
    setAccessibleName(tr("Filter"));
    setClearButtonEnabled(true);
    addAction(icon(u"filter"_s), QLineEdit::LeadingPosition);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    m_completer->setMaxVisibleItems(kOffered);
    m_completer->popup()->setAccessibleName(tr("What may come next"));
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    connect(&m_pause, &QTimer::timeout, this, &FilterField::read);
    connect(this, &QLineEdit::textChanged, this, [this] { m_pause.start(); });
    connect(this, &QLineEdit::textEdited, this, [this] { offer(false); });
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, &FilterField::complete);
}

void FilterField::put(const QString &text)
{
    setText(text);
    read();
}

void FilterField::read()
{
    m_pause.stop();
    const client::ParsedFilter parsed = client::parseFilter(text());
    markProblem(parsed.problem);
    const QString problem = parsed.ok() ? QString() : words(parsed.problem);
    setInvalid(this, !parsed.ok());
    if (std::exchange(m_problem, problem) != problem)
        Q_EMIT problemChanged();
    if (!parsed.ok() || parsed.terms == m_terms)
        return;
    m_terms = parsed.terms;
    Q_EMIT termsChanged();
}

// A line edit has no formats of its own; those of an input method serve.
void FilterField::markProblem(const client::FilterProblem &problem)
{
    QList<QInputMethodEvent::Attribute> marks;
    if (problem.kind != client::FilterProblem::Kind::None) {
        QTextCharFormat format;
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(colour(Colour::Error, palette()));
        format.setForeground(colour(Colour::Error, palette()));
        marks.append({QInputMethodEvent::TextFormat, int(problem.position) - cursorPosition(),
                      int(problem.length), format});
    }
    QInputMethodEvent event({}, marks);
    QApplication::sendEvent(this, &event);
}

QString FilterField::words(const client::FilterProblem &problem)
{
    using Kind = client::FilterProblem::Kind;
    const QString &word = problem.word;
    switch (problem.kind) {
    case Kind::None:
        break;
    case Kind::UnknownField:
        return problem.nearest.isEmpty()
                   ? tr("There is no field “%1”. To look for the text itself, put it in double quotes.")
                         .arg(word)
                   : tr("There is no field “%1”. Is “%2” meant?").arg(word, problem.nearest);
    case Kind::UnknownState:
        return problem.nearest.isEmpty()
                   ? tr("“is:” knows error, stream, retried, cached, unpriced, estimated, mock and broken, "
                        "not “%1”.")
                         .arg(word)
                   : tr("There is no “is:%1”. Is “is:%2” meant?").arg(word, problem.nearest);
    case Kind::MissingValue:
        return tr("A value is missing after “%1”; there is no blank before it.").arg(word);
    case Kind::NotANumber:
        return tr("“%1” is no number. Write 1200, 1.5k or 2M.").arg(word);
    case Kind::NotAnAmount:
        return tr("“%1” is no amount in dollars. Write 0.05, with a point.").arg(word);
    case Kind::NotADuration:
        return tr("“%1” is no length of time. Write 500ms, 2s, 1m or 1h.").arg(word);
    case Kind::MissingUnit:
        return tr("“%1” has no unit. Write %1s for seconds or %1ms for thousandths.").arg(word);
    case Kind::NoComparison:
        return tr("“%1” is not a number, so nothing can be more or less. Use “:” or “=”.").arg(word);
    case Kind::OpenQuote:
        return tr("A double quote is opened and not closed.");
    }
    return {};
}

void FilterField::offer(bool asked)
{
    m_offered = client::completeFilter(text(), cursorPosition(), m_names);
    if (m_offered.words.isEmpty() || (m_offered.length == 0 && !asked)) {
        m_completer->popup()->hide();
        return;
    }
    m_words->setStringList(m_offered.words);
    m_completer->complete();
    m_completer->popup()->setCurrentIndex({});
}

void FilterField::complete(const QString &word)
{
    QString whole = text();
    const QChar last = word.back();
    // A field waits for its value.
    const bool open = last == u':' || last == u'>';
    const bool atEnd = m_offered.position + m_offered.length >= whole.size();
    const QString put = open || !atEnd ? word : word + u' ';
    whole.replace(m_offered.position, m_offered.length, put);
    setText(whole);
    setCursorPosition(int(m_offered.position + put.size()));
    if (open)
        offer(true);
    else
        read();
}

void FilterField::keyPressEvent(QKeyEvent *event)
{
    const bool open = m_completer->popup()->isVisible();
    switch (event->key()) {
    case Qt::Key_Escape:
        if (open)
            m_completer->popup()->hide();
        else
            Q_EMIT left();
        return;
    case Qt::Key_Down:
        if (!open) {
            Q_EMIT left();
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!open || !m_completer->popup()->currentIndex().isValid()) {
            m_completer->popup()->hide();
            read();
            return;
        }
        break;
    case Qt::Key_Space:
        if (event->modifiers() == Qt::ControlModifier)
            return offer(true);
        break;
    default:
        break;
    }
    QLineEdit::keyPressEvent(event);
}

}   // namespace gw::ui
