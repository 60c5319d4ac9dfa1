// measures the page like bytes.test.ts
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { writeFileSync } from 'node:fs'
import { esmExternalRequirePlugin } from 'rolldown/plugins'
const entry='/tmp/w/logs/src/page.ts'
const build = await rolldown({ input: entry, platform:'browser', resolve:{conditionNames:['cachetta-source','browser','import','default']}, transform:{define:{'process.env.NODE_ENV':'"production"'}},
 plugins:[esmExternalRequirePlugin({external:[/^react(?:-dom)?(?:\/|$)/]}),{name:'page',resolveId:(id)=>id===entry?id:null,load:(id)=>id===entry?`export { CachettaProvider, useCachetta } from 'cachetta/react'`:null}]})
const {output}=await build.generate({format:'esm',minify:true,comments:false})
const text=output.filter(p=>p.type==='chunk').map(c=>c.code).join('')
writeFileSync('/tmp/w/logs-page.js',text)
console.log(Buffer.byteLength(text), gzipSync(text,{level:9}).length)
