using System.ComponentModel;
using System.Diagnostics;
using SsoOidc.Base;
using SsoOidc.Files;
using SsoOidc.Programs;

namespace SsoOidc.Login.Browser;

/// <summary>Opens an address in a browser. A failure is a text for a warning, never an exception: the address is on the screen as well.</summary>
internal sealed class BrowserLauncher
{
    /// <summary>A launcher that fails does so within a second or two; one that still runs then has become the browser.</summary>
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(3);

    // Ctrl-C in the terminal goes to all processes there: it must end our wait and not the person's browser. What browsers print
    // would land between our lines. The command is in the positional parameters, so nothing of it is interpreted.
    private const string Detached = "trap '' INT QUIT HUP; exec \"$@\" </dev/null >/dev/null 2>&1";

    private readonly LoginEnvironment _environment;
    private readonly TimeProvider _time;

    public BrowserLauncher(LoginEnvironment environment, TimeProvider time)
    {
        _environment = environment;
        _time = time;
    }

    /// <param name="url">The address; opened only if it is https, or http on this machine.</param>
    /// <param name="command">The browser command given with the call, or null.</param>
    /// <param name="cancellationToken">Ends the watching; a browser that was started stays.</param>
    /// <returns>Null, or why no browser was opened.</returns>
    public async Task<string?> OpenAsync(string url, string? command, CancellationToken cancellationToken)
    {
        if (WhyUnsafe(url) is { } danger)
            return "No browser was opened: " + danger + ". Do not open it.";

        var problem = "";
        var candidates = BrowserCommand.Candidates(new Uri(url).AbsoluteUri, command, _environment, out var reason);
        foreach (var candidate in candidates)
        {
            if (await TryAsync(candidate, cancellationToken).ConfigureAwait(false) is not { } failure)
                return null;
            problem = failure;
        }

        return "No browser was opened: " + (candidates.Count == 0 ? reason : problem) + ".";
    }

    /// <summary>Why an address is one that nobody should open; null where it is not.</summary>
    public static string? WhyUnsafe(string url) =>
        !Uri.TryCreate(url, UriKind.Absolute, out var address) ? "its address is none"
        : address.Scheme != Uri.UriSchemeHttps && !(address.Scheme == Uri.UriSchemeHttp && address.IsLoopback) ? "its address is neither https nor on this machine"
        : address.UserInfo.Length > 0 ? "its address has a user name, which hides the host that it leads to"
        : null;

    private async Task<string?> TryAsync(BrowserCommand command, CancellationToken cancellationToken)
    {
        var name = command.File.Length == 0 ? "the default browser" : "'" + Shown.Clean(command.Name, 200) + "'";
        if (Resolve(command, out var reason) is not { } found)
            return name + reason;
        try
        {
            using var process = Start(found);
            if (process is null)
                return null;

            var exited = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            process.Exited += (_, _) => exited.TrySetResult(true);
            process.EnableRaisingEvents = true;
            using var stopWatching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var first = await Task.WhenAny(exited.Task, Platform.Delay(Watch, _time, stopWatching.Token)).ConfigureAwait(false);
            stopWatching.Cancel();
            if (first != exited.Task || process.ExitCode == 0)
                return null;
            return process.ExitCode is 126 or 127 ? name + " was not found" : name + " ended with code " + process.ExitCode;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or PlatformNotSupportedException or FileNotFoundException)
        {
            return name + " could not be started (" + Shown.Clean(e.Message) + ")";
        }
    }

    /// <summary>The command with the whole path of its program; that of the default browser of Windows may stay empty, for the system to find.</summary>
    private BrowserCommand? Resolve(BrowserCommand command, out string reason)
    {
        reason = " was not found";
        if (command.File.Length == 0)
            return OwnerOnly.IsWindows && WindowsBrowsers.Default(command.Arguments[0]) is { } registered && File.Exists(registered.File) ? registered : command;

        string? path = command.File;
        if (!ExecutablePath.IsPath(path, _environment.IsWindows))
        {
            path = ExecutablePath.Find(path, _environment.Variable, _environment.IsWindows) ?? (OwnerOnly.IsWindows ? WindowsBrowsers.AppPath(path) : null);
        }
        else if (!ExecutablePath.IsWhole(path, _environment.IsWindows))
        {
            reason = " is neither a whole path nor the name of a program on the PATH";
            return null;
        }

        if (path is null || !File.Exists(path) && !(_environment.IsWindows && File.Exists(path + ".exe")))
            return null;
        reason = " is a batch file, in which parts of the address would run as commands; give the program of a browser itself";
        return _environment.IsWindows && ExecutablePath.IsBatchFile(path) ? null : new BrowserCommand(path, command.Arguments);
    }

    private Process? Start(BrowserCommand command)
    {
        if (command.File.Length == 0)
            return Process.Start(new ProcessStartInfo(command.Arguments[0]) { UseShellExecute = true });

        string[] detached = ["-c", Detached, "sh", command.File, .. command.Arguments];
        var start = _environment.IsWindows
            ? new ProcessStartInfo(command.File, ShellWords.JoinWindows(command.Arguments))
            : new ProcessStartInfo("/bin/sh", ShellWords.JoinWindows(detached));
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        SecretVariables.RemoveFrom(start);
        return Process.Start(start);
    }
}
