using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Text;
using SsoOidc.Base;

namespace SsoOidc.Shell;

/// <summary>
/// Reads a line from the keyboard key by key and shows none of it: what is pasted holds an authorization code. Unlike the
/// host's ReadLine it can be given up, and then takes nothing that was meant for the next prompt.
/// </summary>
internal static class HiddenLine
{
    private const int MostCharacters = 16 * 1024;

    // A key that comes up is a key that is available, on Windows: a read that passes over it would wait for the next.
    private const ReadKeyOptions Keys = ReadKeyOptions.NoEcho | ReadKeyOptions.IncludeKeyDown | ReadKeyOptions.IncludeKeyUp;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether the host has a keyboard to look at.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "A keyboard is optional, and what a host throws is its own affair.")]
    public static bool CanRead(PSHost host)
    {
        // The console's keys are not the person's where a program feeds it; another host's keyboard has nothing to do with that.
        if (HostTraits.NonInteractiveReason(host) is not null || host.Name == "ConsoleHost" && Console.IsInputRedirected)
            return false;
        try
        {
            _ = host.UI.RawUI.KeyAvailable;
            return true;
        }
        // Each host says in its own words that it has none: that of a job with an exception of remoting.
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            return false;
        }
    }

    /// <summary>
    /// The line without its end; null when the host's keyboard fails. Ctrl+C is left to the engine, which cancels the wait; one that comes as a key
    /// stops the pipeline too.
    /// </summary>
    [SuppressMessage("Design", "CA1031", Justification = "A keyboard is optional, and what a host throws is its own affair.")]
    public static async Task<string?> ReadAsync(PSHost host, TimeProvider clock, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadKeysAsync(host, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (PipelineStoppedException or OperationCanceledException))
        {
            return null;
        }
    }

    private static async Task<string?> ReadKeysAsync(PSHost host, TimeProvider clock, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var keyboard = host.UI.RawUI;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!keyboard.KeyAvailable)
            {
                await Platform.Delay(BetweenLooks, clock, cancellationToken).ConfigureAwait(false);
                continue;
            }

            var key = keyboard.ReadKey(Keys);
            if (!key.KeyDown)
                continue;
            switch (key.Character)
            {
                case '\u0003':
                    throw new PipelineStoppedException();
                case '\r' or '\n':
                    return line.ToString();
                case '\b' or '\u007f':
                    line.Length = Math.Max(0, line.Length - 1);
                    break;
                case >= ' ' and var character when line.Length < MostCharacters:
                    line.Append(character);
                    break;
            }
        }
    }
}
