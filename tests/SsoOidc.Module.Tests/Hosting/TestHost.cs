using System.Globalization;
using System.Management.Automation.Host;

namespace SsoOidc.ModuleTests.Hosting;

/// <summary>A host without a console: keeps what it is shown, answers what it is asked.</summary>
internal sealed class TestHost : PSHost
{
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "SsoOidc tests";

    public override Version Version { get; } = new(1, 0);

    public override PSHostUserInterface UI => Screen;

    public TestHostUI Screen { get; } = new();

    public override void EnterNestedPrompt() => throw new HostException("The host has no nested prompt.");

    public override void ExitNestedPrompt() => throw new HostException("The host has no nested prompt.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode) => throw new HostException($"A script asked to exit with {exitCode}.");
}
