using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text;

namespace SsoOidc.Demo;

/// <summary>The PowerShell engine on this console, with the module imported.</summary>
internal sealed class Engine : IDisposable
{
    public const int Failed = 1;
    public const int Interrupted = 130;

    private readonly ConsoleHost _host = new();
    private readonly Runspace _runspace;
    private volatile PowerShell? _running;
    private volatile bool _isInterrupted;

    public Engine()
    {
        // Read once by the engine when it starts. The policy is one of Windows, which by default runs no script at all.
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Environment.SetEnvironmentVariable("PSExecutionPolicyPreference", "Bypass");
        var state = InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        state.ImportPSModule([ModuleLocation.Manifest]);
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
        Console.CancelKeyPress += OnCancelKeyPress;
    }

    public ConsoleUserInterface UserInterface => _host.UserInterface;

    /// <summary>Runs a text as a prompt does and returns its exit code: of <c>exit</c>, else 1 when the last command failed.</summary>
    public int Run(string text)
    {
        Parser.ParseInput(text, out _, out var errors);
        return ReportSyntax(errors)
            ? Failed
            : Invoke(text) ?? (_runspace.SessionStateProxy.GetVariable("?") is true ? 0 : Failed);
    }

    /// <summary>Runs a script file and returns its exit code: of <c>exit</c>, 1 when it throws, else 0.</summary>
    public int RunFile(string path, IEnumerable<string> arguments)
    {
        var script = Parser.ParseFile(Path.GetFullPath(path), out _, out var errors);
        if (ReportSyntax(errors))
            return Failed;
        var call = new StringBuilder("param($__script) . $__script");
        foreach (var argument in arguments)
            call.Append(CultureInfo.InvariantCulture, $" {ToScript(argument)}");
        return Invoke(call.ToString(), script.GetScriptBlock()) ?? 0;
    }

    public void Dispose()
    {
        Console.CancelKeyPress -= OnCancelKeyPress;
        _runspace.Dispose();
    }

    /// <summary>Null when the text ran to its end, else the exit code.</summary>
    private int? Invoke(string text, params object[] arguments)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript(text);
        foreach (var argument in arguments)
            shell.AddArgument(argument);
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.AddCommand("Out-Default");
        _running = shell;
        try
        {
            // History makes the engine keep $? for the next command.
            shell.Invoke(null, new PSInvocationSettings { AddToHistory = true });
        }
        catch (RuntimeException e)
        {
            if (!_isInterrupted)
                WriteError(e.ErrorRecord);
            return _isInterrupted ? Interrupted : _host.ExitCode ?? Failed;
        }
        finally
        {
            _running = null;
        }
        return _isInterrupted ? Interrupted : _host.ExitCode;
    }

    /// <summary>Shows the syntax errors; whether there are any.</summary>
    private bool ReportSyntax(ParseError[] errors)
    {
        if (errors.Length > 0)
            WriteError(new ParseException(errors).ErrorRecord);
        return errors.Length > 0;
    }

    private void WriteError(ErrorRecord record)
    {
        using var shell = PowerShell.Create(_runspace);
        UserInterface.IsReportingError = true;
        try
        {
            shell.AddCommand("Out-Default").Invoke(new[] { record });
        }
        finally
        {
            UserInterface.IsReportingError = false;
        }
    }

    /// <summary>The first Ctrl+C stops the command that runs; without one, or the second time, it ends the process.</summary>
    private void OnCancelKeyPress(object? sender, ConsoleCancelEventArgs e)
    {
        if (_running is not { } shell || _isInterrupted)
            return;
        e.Cancel = true;
        _isInterrupted = true;
        shell.BeginStop(null, null);
    }

    /// <summary>An argument of the command line in the script's language: -Name and -Name:value stay a parameter, all else is a string.</summary>
    private static string ToScript(string argument)
    {
        var colon = argument.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? argument : argument[..colon];
        if (name is not ['-', var first, ..] || !(char.IsLetter(first) || first == '_') || !name.Skip(1).All(c => char.IsLetterOrDigit(c) || c == '_'))
            return Quote(argument);
        return colon < 0 ? name : $"{name}:{ValueToScript(argument[(colon + 1)..])}";
    }

    private static string ValueToScript(string value) =>
        value.ToUpperInvariant() is "$TRUE" or "$FALSE" or "$NULL" ? value : Quote(value);

    private static string Quote(string value) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
}
