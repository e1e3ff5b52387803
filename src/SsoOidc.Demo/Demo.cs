using System.Diagnostics;
using System.Management.Automation.Language;
using System.Reflection;
using SsoOidc.FakeEndpoint;

namespace SsoOidc.Demo;

/// <summary>The tour of the module: Scripts/Session.ps1 where nobody's session is at stake, Scripts/Login.ps1, and Scripts/Exchange.ps1 where there is an application.</summary>
internal static class Demo
{
    private const string FakeStartUrl = "https://example.awsapps.com/start";
    private const string FakeApplication = "arn:aws:sso::111122223333:application/ssoins-1111222233334444/apl-5555666677778888";

    /// <summary>Against a fake endpoint in this process that approves the login at the third poll.</summary>
    public static async Task<int> RunOnFakeAsync(Engine engine)
    {
        await using var fake = await FakeServer.StartAsync(new FakeOptions { PendingPolls = 2 });
        var home = Directory.CreateTempSubdirectory("ssooidc-demo-");
        try
        {
            UseSettingsOf(fake, home.FullName);
            var endpoint = fake.Url.AbsoluteUri.TrimEnd('/');
            Console.WriteLine($"# A fake endpoint runs at {endpoint}. It approves the login by itself.");
            return Run(engine, $"@{{ Region = {Quote(fake.Options.Region)}; EndpointUrl = {Quote(endpoint)} }}", FakeStartUrl, FakeApplication, isFake: true);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    /// <summary>Against the service, with a person who approves.</summary>
    public static int RunOnService(Engine engine, string region, string startUrl, string? application) =>
        Run(engine, $"@{{ Region = {Quote(region)} }}", startUrl, application);

    /// <summary>The person's own AWS settings and proxy have no part in it: they may name another endpoint, or keys that the fake does not know.</summary>
    private static void UseSettingsOf(FakeServer fake, string home)
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase)))
            Environment.SetEnvironmentVariable(name, null);
        Environment.SetEnvironmentVariable("HOME", home);
        Environment.SetEnvironmentVariable("USERPROFILE", home);
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_SSO", fake.Url.AbsoluteUri);
        Environment.SetEnvironmentVariable("AWS_ENDPOINT_URL_SSO_OIDC", fake.Url.AbsoluteUri);
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", fake.Options.AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", fake.Options.SecretKey);
        Environment.SetEnvironmentVariable("NO_PROXY", fake.Url.Host);
    }

    private static int Run(Engine engine, string service, string startUrl, string? application, bool isFake = false)
    {
        var watch = Stopwatch.StartNew();
        var tour = new Tour(engine);
        var script = $"$service = {service}\n$startUrl = {Quote(startUrl)}";
        if (isFake)
            script += $"\n{Resource("Session.ps1")}";
        script += $"\n{Resource("Login.ps1")}";
        if (application is not null)
            script += $"\n$application = {Quote(application)}\n{Resource("Exchange.ps1")}";
        var exitCode = tour.Run(script);
        Console.WriteLine();
        if (exitCode == 0)
            Console.WriteLine($"The demo passed: {tour.Count} commands in {watch.Elapsed.TotalSeconds:0.0} s.");
        else
            Console.Error.WriteLine($"The demo ended without success at command {tour.Count}.");
        return exitCode;
    }

    private static string Quote(string value) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
