using System.Management.Automation;
using System.Management.Automation.Host;

namespace SsoOidc.Demo;

/// <summary>Output: errors go to stderr, all else to stdout; colours and progress only where a terminal shows them.</summary>
internal sealed partial class ConsoleUserInterface : PSHostUserInterface
{
    private readonly Lock _gate = new();
    private int _progressWidth;

    public override PSHostRawUserInterface RawUI { get; } = new ConsoleRawUserInterface();

    // Windows consoles must be switched to escape sequences first; plain text is right on all of them.
    public override bool SupportsVirtualTerminal { get; } = !OperatingSystem.IsWindows() && !Console.IsOutputRedirected;

    /// <summary>Sends all output to stderr: the engine renders an error that ended a script as ordinary output.</summary>
    public bool IsReportingError { get; set; }

    public override void Write(string value)
    {
        if (IsReportingError)
            WriteError(value);
        else
            Put(Console.Out, value, SupportsVirtualTerminal);
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value) => WriteError(Styled(FormatStyle.Error, value));

    public override void WriteWarningLine(string message) => Write(Styled(FormatStyle.Warning, "WARNING: " + message));

    public override void WriteVerboseLine(string message) => Write(Styled(FormatStyle.Verbose, "VERBOSE: " + message));

    public override void WriteDebugLine(string message) => Write(Styled(FormatStyle.Debug, "DEBUG: " + message));

    /// <summary>One line that is rewritten in place; nothing where the output is a file.</summary>
    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (Console.IsOutputRedirected)
            return;
        var width = RawUI.BufferSize.Width - 1;
        lock (_gate)
        {
            ClearProgress();
            if (record.RecordType == ProgressRecordType.Completed)
                return;
            var left = record.SecondsRemaining >= 0 ? $" {TimeSpan.FromSeconds(record.SecondsRemaining):m\\:ss} left." : "";
            var line = $"{record.Activity}.{left} {record.StatusDescription}";
            _progressWidth = Math.Min(line.Length, width);
            Console.Out.Write(line[.._progressWidth]);
        }
    }

    private static string Styled(FormatStyle style, string text) =>
        $"{GetFormatStyleString(style)}{text}{PSStyle.Instance.Reset}{Environment.NewLine}";

    private void WriteError(string value) => Put(Console.Error, value, !OperatingSystem.IsWindows() && !Console.IsErrorRedirected);

    private void Put(TextWriter writer, string text, bool isTerminal)
    {
        lock (_gate)
        {
            ClearProgress();
            writer.Write(GetOutputString(text, isTerminal));
        }
    }

    private void ClearProgress()
    {
        if (_progressWidth == 0)
            return;
        Console.Out.Write('\r' + new string(' ', _progressWidth) + '\r');
        _progressWidth = 0;
    }
}
