using System.Globalization;
using System.Management.Automation.Host;

namespace SsoOidc.Demo;

/// <summary>The host of a console that runs commands and ends: no editing, no history.</summary>
internal sealed class ConsoleHost : PSHost
{
    public ConsoleUserInterface UserInterface { get; } = new();

    public override string Name => "SsoOidc.Demo";
    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version!;
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override PSHostUserInterface UI => UserInterface;
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <summary>What a script passed to <c>exit</c>; null when none did.</summary>
    public int? ExitCode { get; private set; }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new HostException("This console has no nested prompt.");

    public override void ExitNestedPrompt() => throw new HostException("This console has no nested prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}
