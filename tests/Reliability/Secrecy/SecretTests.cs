using System.Text;
using System.Text.Json;
using SsoOidc.FakeEndpoint;
using SsoOidc.Reliability.Support;

namespace SsoOidc.Reliability.Secrecy;

/// <summary>Canaries in every secret member, looked for wherever a program may leave traces. The fault matrix looks at each of its errors too.</summary>
public sealed class SecretTests
{
    [Fact]
    public async Task The_journal_of_the_fake_masks_what_it_received_and_issued()
    {
        await using var scene = await Scene.StartAsync();
        foreach (var call in ApiCall.All)
            await (await call.PrepareAsync(scene))(scene.Client);

        var journal = JsonSerializer.Serialize(scene.Server.Journal);

        Assert.Contains("\"refreshToken\":\"***", journal, StringComparison.Ordinal);
        Assert.Empty(scene.Server.SecretsIn(journal));
        Assert.DoesNotContain(scene.Server.Options.SecretKey, journal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_log_of_all_calls_says_holds_none()
    {
        await using var scene = await Scene.StartAsync();
        var text = new StringBuilder();
        foreach (var call in ApiCall.All)
        {
            var response = await (await call.PrepareAsync(scene))(scene.Client);
            text.Append(response).Append(response.Metadata);
        }

        Assert.NotEmpty(scene.Summaries);
        Assert.Empty(scene.Server.SecretsIn(text + scene.Summaries));
    }

    [Fact]
    public async Task The_crash_of_a_process_prints_none()
    {
        await using var server = await FakeServer.StartAsync(cancellationToken: Scene.Cancel);
        server.AddFault(new Fault { Kind = FaultKind.Status, Status = 200, Body = "<html>" });
        using var process = Worker.Start("crash", server.Url.AbsoluteUri);
        var output = process.StandardOutput.ReadToEndAsync(Scene.Cancel);
        var errors = await process.StandardError.ReadToEndAsync(Scene.Cancel);
        await process.WaitForExitAsync(Scene.Cancel);

        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("SsoOidc.SsoOidcResponseException", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", errors + await output, StringComparison.Ordinal);
    }
}
