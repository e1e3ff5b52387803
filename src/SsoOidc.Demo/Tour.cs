using System.Management.Automation;
using System.Management.Automation.Language;

namespace SsoOidc.Demo;

/// <summary>Runs a script one statement at a time and shows it as typed at a prompt; comments between statements are shown too.</summary>
internal sealed class Tour
{
    private readonly Engine _engine;

    public Tour(Engine engine) => _engine = engine;

    /// <summary>How many statements have run.</summary>
    public int Count { get; private set; }

    /// <summary>The exit code of the first statement that failed, else 0.</summary>
    public int Run(string script)
    {
        var statements = Parser.ParseInput(script, out var tokens, out var errors).EndBlock.Statements;
        if (errors.Length > 0)
            throw new InvalidOperationException(errors[0].Message);
        var position = 0;
        foreach (var statement in statements)
        {
            var comments = tokens
                .Where(token => token.Kind == TokenKind.Comment && token.Extent.StartOffset >= position && token.Extent.EndOffset <= statement.Extent.StartOffset)
                .ToList();
            if (comments.Count > 0)
                Show("");
            foreach (var comment in comments)
                Show($"{PSStyle.Instance.Foreground.Green}{comment.Text}{PSStyle.Instance.Reset}");
            position = statement.Extent.EndOffset;
            if (RunStatement(statement.Extent.Text) is not 0 and var exitCode)
                return exitCode;
        }
        return 0;
    }

    private int RunStatement(string text)
    {
        var typed = text.ReplaceLineEndings("\n").Replace("\n", "\n>> ", StringComparison.Ordinal);
        Show($"PS> {PSStyle.Instance.Foreground.BrightYellow}{typed}{PSStyle.Instance.Reset}");
        Count++;
        return _engine.Run(text);
    }

    // What is no terminal gets it plain.
    private void Show(string line) => _engine.UserInterface.WriteLine(line);
}
