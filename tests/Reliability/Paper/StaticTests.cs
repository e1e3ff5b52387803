namespace SsoOidc.Reliability.Paper;

/// <summary>The analyzers are on, and nothing is hidden from them.</summary>
public sealed class StaticTests
{
    [Fact]
    public void The_core_is_analyzed_for_trimming_and_AOT_and_suppresses_nothing_of_it()
    {
        Assert.Contains("<IsAotCompatible>true</IsAotCompatible>", File.ReadAllText(Repository.PathOf("src/SsoOidc.Core/SsoOidc.Core.csproj")), StringComparison.Ordinal);
        var files = Repository.Files("src/SsoOidc.Core", "*.cs").ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain("UnconditionalSuppressMessage", text, StringComparison.Ordinal);
            Assert.DoesNotContain("RequiresUnreferencedCode", text, StringComparison.Ordinal);
            Assert.DoesNotContain("RequiresDynamicCode", text, StringComparison.Ordinal);
            Assert.DoesNotContain("warning disable IL", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Warnings_are_errors_and_the_product_turns_none_off()
    {
        Assert.Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", File.ReadAllText(Repository.PathOf("Directory.Build.props")), StringComparison.Ordinal);
        foreach (var project in Repository.Files("src", "*.csproj"))
            Assert.DoesNotContain("NoWarn", File.ReadAllText(project), StringComparison.Ordinal);
    }
}
