using System.Text;
using System.Text.Json;

namespace SsoOidc.Tests.Credentials;

/// <summary>
/// Which source the AWS CLI takes from files and variables, as data: profiles drawn at random, each with what the CLI's rules choose. Not among
/// them are profiles that were named and give nothing, after which the CLI goes on to the container; here they are an error.
/// </summary>
public sealed class SourceVectorTests
{
    public static TheoryData<int> Blocks => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Blocks))]
    public void The_source_is_the_one_that_the_AWS_CLI_takes(int block)
    {
        var vectors = Read();
        Assert.Equal(400, vectors.Length);
        for (var i = block; i < vectors.Length; i += 10)
            Check(vectors[i]);
    }

    private static void Check(JsonElement vector)
    {
        using var test = new CredentialFixture();
        test.Files.WithConfig("[sso-session work]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\n" + Sections(vector.GetProperty("config"), "profile "));
        test.Files.WithCredentials(Sections(vector.GetProperty("credentials"), ""));
        foreach (var variable in vector.GetProperty("variables").EnumerateObject())
            test.Variables[variable.Name] = variable.Value.GetString();
        var expected = vector.GetProperty("source").GetString()!;
        string actual;
        try
        {
            actual = test.Chain(vector.GetProperty("profile").GetString()).Choose().Identity;
        }
        catch (SsoOidcConfigurationException e)
        {
            actual = "error " + e.Message;
        }

        Assert.True(IsFrom(actual, expected), $"expected {expected} but got {actual} for {vector}");
    }

    /// <summary>Each part, such as <c>role ARN</c> or <c>keys ID</c>, stands in the identity of the source in its order.</summary>
    private static bool IsFrom(string identity, string source)
    {
        var place = 0;
        foreach (var part in source.Split(" < "))
        {
            var (kind, name) = part.Split(' ') is [var first, var second] ? (first, second) : (part, "");
            // The name of a portal's role stands at the end.
            var sign = kind switch { "error" => "error ", "sso" => "sso|", _ => $"{kind}|{name}" };
            place = identity.IndexOf(sign, place, StringComparison.Ordinal);
            if (place < 0 || (kind == "sso" && !identity.EndsWith($"|{name}", StringComparison.Ordinal)))
                return false;
            place += sign.Length;
        }

        return identity.StartsWith(source.Split(' ')[0], StringComparison.Ordinal);
    }

    private static string Sections(JsonElement profiles, string prefix)
    {
        var text = new StringBuilder();
        foreach (var profile in profiles.EnumerateObject())
        {
            text.Append('[').Append(profile.Name == "default" ? "" : prefix).Append(profile.Name).Append("]\n");
            foreach (var key in profile.Value.EnumerateObject())
                text.Append(key.Name).Append(" = ").Append(key.Value.GetString()).Append('\n');
        }

        return text.ToString();
    }

    private static JsonElement[] Read()
    {
        using var stream = typeof(SourceVectorTests).Assembly.GetManifestResourceStream("SourceVectors.json")!;
        return JsonSerializer.Deserialize<JsonElement[]>(stream)!;
    }
}
