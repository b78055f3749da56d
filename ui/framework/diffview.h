#pragma once

#include <QList>
#include <QWidget>

namespace gw::ui {

// A file before and after, one column, changed lines marked by sign and by shade. As large as its lines: put
// it into a scroll area.
class DiffView final : public QWidget
{
    Q_OBJECT

public:
    enum class Change { Same, Added, Removed, Skipped };
    struct Line
    {
        Change change = Change::Same;
        int before = 0;   // Line number; 0 shows none.
        int after = 0;
        QString text;
    };
    explicit DiffView(QList<Line> lines = {}, QWidget *parent = nullptr);
    void setLines(QList<Line> lines);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int lineHeight() const;
    QList<Line> m_lines;
};

}   // namespace gw::ui
